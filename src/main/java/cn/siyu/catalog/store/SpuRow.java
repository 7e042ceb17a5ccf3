package cn.siyu.catalog.store;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.domain.Attribute;
import cn.siyu.catalog.domain.Axes;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.ProductText;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.kernel.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of an SPU; its axis values and attributes are rows of their own. */
@NullUnmarked
@Entity
@Table(name = "catalog_spu")
class SpuRow {

    @Id
    UUID id;

    String code;
    String title;
    String brief;
    String unit;

    @Column(name = "category_id")
    UUID categoryId;

    @Column(name = "brand_id")
    UUID brandId;

    @Column(name = "supplier_id")
    UUID supplierId;

    @Enumerated(EnumType.STRING)
    ProductState state;

    @Enumerated(EnumType.STRING)
    ProductRole role;

    @Enumerated(EnumType.STRING)
    @Column(name = "regulatory_class")
    RegulatoryClass regulatoryClass;

    @Enumerated(EnumType.STRING)
    @Column(name = "return_policy")
    ReturnPolicy returnPolicy;

    @Column(name = "repurchase_days")
    Integer repurchaseDays;

    @Column(name = "market_price_fen")
    Long marketPriceFen;

    @Column(name = "cover_url")
    String coverUrl;

    @Column(name = "gallery_urls")
    String[] galleryUrls;

    @Column(name = "detail_html")
    String detailHtml;

    @Column(name = "is_new")
    boolean isNew;

    @Column(name = "is_hot")
    boolean isHot;

    String[] axes;

    @Column(name = "publish_at")
    Instant publishAt;

    @Column(name = "unpublish_at")
    Instant unpublishAt;

    @Column(name = "published_at")
    Instant publishedAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static SpuRow of(Product product) {
        var row = new SpuRow();
        row.id = product.id().value();
        row.code = product.code();
        row.createdAt = product.createdAt();
        row.nameAxes(product.axes());
        row.write(product.text());
        row.write(product.state(), product.schedule(), product.publishedAt());
        return row;
    }

    void nameAxes(Axes named) {
        axes = named.names().toArray(String[]::new);
    }

    void write(ProductText text) {
        title = text.title();
        brief = text.brief();
        unit = text.unit();
        categoryId = text.category().map(CategoryId::value).orElse(null);
        brandId = text.brand().map(BrandId::value).orElse(null);
        supplierId = text.supplier().map(SupplierId::value).orElse(null);
        role = text.role().orElse(null);
        regulatoryClass = text.regulatoryClass();
        returnPolicy = text.returnPolicy();
        repurchaseDays = text.repurchaseDays().orElse(null);
        marketPriceFen = text.marketPrice().map(Money::fen).orElse(null);
        coverUrl = text.coverUrl().orElse(null);
        galleryUrls = text.galleryUrls().toArray(String[]::new);
        detailHtml = text.detailHtml();
        isNew = text.isNew();
        isHot = text.isHot();
    }

    void write(ProductState next, Schedule schedule, Optional<Instant> published) {
        state = next;
        publishAt = schedule.publishAt().orElse(null);
        unpublishAt = schedule.unpublishAt().orElse(null);
        publishedAt = published.orElse(null);
    }

    Product toProduct(Axes withValues, List<Attribute> attributes, List<Sku> skus) {
        return new Product(
                new SpuId(id),
                code,
                toText(attributes),
                state,
                new Schedule(Optional.ofNullable(publishAt), Optional.ofNullable(unpublishAt)),
                Optional.ofNullable(publishedAt),
                withValues,
                skus,
                createdAt,
                version);
    }

    private ProductText toText(List<Attribute> attributes) {
        return new ProductText(
                title,
                brief,
                unit,
                Optional.ofNullable(categoryId).map(CategoryId::new),
                Optional.ofNullable(brandId).map(BrandId::new),
                Optional.ofNullable(supplierId).map(SupplierId::new),
                Optional.ofNullable(role),
                regulatoryClass,
                returnPolicy,
                Optional.ofNullable(repurchaseDays),
                Optional.ofNullable(marketPriceFen).map(Money::new),
                Optional.ofNullable(coverUrl),
                List.of(galleryUrls),
                detailHtml,
                attributes,
                isNew,
                isHot);
    }
}
