package cn.siyu.catalog.store;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.domain.Brand;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of a brand. */
@NullUnmarked
@Entity
@Table(name = "catalog_brand")
class BrandRow {

    @Id
    UUID id;

    String code;

    String name;

    String description;

    @Column(name = "image_url")
    String imageUrl;

    @Column(name = "sort_order")
    int sortOrder;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static BrandRow of(Brand brand, Instant now) {
        var row = new BrandRow();
        row.id = brand.id().value();
        row.code = brand.code();
        row.createdAt = now;
        row.write(brand);
        return row;
    }

    void write(Brand brand) {
        name = brand.name();
        description = brand.description();
        imageUrl = brand.imageUrl().orElse(null);
        sortOrder = brand.sortOrder();
    }

    Brand toBrand() {
        return new Brand(new BrandId(id), code, name, description, Optional.ofNullable(imageUrl), sortOrder, version);
    }
}
