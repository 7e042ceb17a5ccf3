package cn.siyu.catalog.domain;

import cn.siyu.catalog.CategoryId;
import java.util.Optional;

/** A node of the category tree (A2). A root has depth 1. {@code communityOn} lets communities sell what is in it. */
public record Category(
        CategoryId id,
        String code,
        Optional<CategoryId> parent,
        String name,
        String description,
        Optional<String> imageUrl,
        int depth,
        int sortOrder,
        boolean communityOn,
        long version) {}
