package cn.siyu.catalog.store;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.domain.Category;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of a category; a root has no parent and depth 1. */
@NullUnmarked
@Entity
@Table(name = "catalog_category")
class CategoryRow {

    @Id
    UUID id;

    String code;

    @Column(name = "parent_id")
    UUID parentId;

    String name;
    String description;

    @Column(name = "image_url")
    String imageUrl;

    int depth;

    @Column(name = "sort_order")
    int sortOrder;

    @Column(name = "community_on")
    boolean communityOn;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static CategoryRow of(Category category, Instant now) {
        var row = new CategoryRow();
        row.id = category.id().value();
        row.code = category.code();
        row.createdAt = now;
        row.write(category);
        return row;
    }

    void write(Category category) {
        parentId = category.parent().map(CategoryId::value).orElse(null);
        name = category.name();
        description = category.description();
        imageUrl = category.imageUrl().orElse(null);
        depth = category.depth();
        sortOrder = category.sortOrder();
        communityOn = category.communityOn();
    }

    Category toCategory() {
        return new Category(
                new CategoryId(id),
                code,
                Optional.ofNullable(parentId).map(CategoryId::new),
                name,
                description,
                Optional.ofNullable(imageUrl),
                depth,
                sortOrder,
                communityOn,
                version);
    }
}
