package cn.siyu.catalog.domain;

import cn.siyu.catalog.BrandId;
import java.util.Optional;

/** Whose name is on the goods. */
public record Brand(
        BrandId id,
        String code,
        String name,
        String description,
        Optional<String> imageUrl,
        int sortOrder,
        long version) {}
