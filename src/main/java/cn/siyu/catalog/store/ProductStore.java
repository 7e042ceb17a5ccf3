package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.Named.named;

import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Attribute;
import cn.siyu.catalog.domain.Axes;
import cn.siyu.catalog.domain.Axes.Axis;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** SPUs with their SKUs, axis values and attributes. */
@Singleton
public class ProductStore {

    /** Far above any real product; a list of SKUs never grows without end. */
    public static final int MOST_SKUS = 300;

    private static final String AXIS_VALUES = """
            select axis, value from catalog_axis_value where spu_id = ?1 order by axis, position""";

    private static final String ATTRIBUTES = """
            select name, value from catalog_attribute where spu_id = ?1 order by position, name""";

    private static final String CLEAR_ATTRIBUTES = "delete from catalog_attribute where spu_id = ?1";

    private static final String ADD_ATTRIBUTES = """
            insert into catalog_attribute (spu_id, name, value, position)
            select ?1, t.name, t.value, t.position
              from unnest(cast(?2 as text[]), cast(?3 as text[])) with ordinality as t (name, value, position)""";

    private static final String CLEAR_AXIS_VALUES = "delete from catalog_axis_value where spu_id = ?1";

    private static final String ADD_AXIS_VALUES = """
            insert into catalog_axis_value (spu_id, axis, value, position)
            select ?1, ?2, t.value, t.position
              from unnest(cast(?3 as text[])) with ordinality as t (value, position)""";

    private final SpuRows spus;
    private final SkuRows skus;

    @Inject
    ProductStore(SpuRows spus, SkuRows skus) {
        this.spus = spus;
        this.skus = skus;
    }

    public Uni<Product> find(SpuId id) {
        return spus.findById(id.value())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::complete);
    }

    /** The product, held against other changes until the transaction ends; its SKUs are read after the lock. */
    public Uni<Product> lock(SpuId id) {
        return spus.findById(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::complete);
    }

    /** A new product with its SKUs, axes and attributes. */
    public Uni<Product> insert(Product product) {
        return named(spus.persist(SpuRow.of(product)).call(spus::flush))
                .call(() -> writeAxes(product.id(), product.axes()))
                .call(() -> writeAttributes(product.id(), product.text().attributes()))
                .call(() -> insertSkus(product.id(), product.skus(), product.createdAt()))
                .replaceWith(product);
    }

    /** The text, state and schedule of a product that is held. */
    public Uni<Product> update(Product product) {
        return spus.findById(product.id().value())
                .invoke(row -> row.write(product.text()))
                .invoke(row -> row.write(product.state(), product.schedule(), product.publishedAt()))
                .call(() -> named(spus.flush()))
                .call(() -> writeAttributes(product.id(), product.text().attributes()))
                .map(row -> row.toProduct(product.axes(), product.text().attributes(), product.skus()));
    }

    /** More SKUs for a product that is held, whose axes may have grown by their values. */
    public Uni<Void> addSkus(SpuId spu, Axes axes, List<Sku> added, Instant now) {
        return insertSkus(spu, added, now)
                .chain(() -> spus.findById(spu.value()))
                .invoke(row -> row.nameAxes(axes))
                .chain(() -> writeAxes(spu, axes));
    }

    public Uni<Void> updateSku(Sku sku) {
        return skus.findById(sku.id().value())
                .invoke(row -> row.write(sku.text()))
                .chain(() -> named(skus.flush()));
    }

    private Uni<Void> insertSkus(SpuId spu, Collection<Sku> added, Instant now) {
        return added.isEmpty()
                ? Uni.createFrom().voidItem()
                : named(skus.persist(added.stream().map(sku -> SkuRow.of(spu, sku, now)))
                        .chain(skus::flush));
    }

    private Uni<Product> complete(SpuRow row) {
        return axesOf(row)
                .chain(axes -> attributesOf(row)
                        .chain(attributes -> skusOf(row).map(all -> row.toProduct(axes, attributes, all))));
    }

    private Uni<List<Sku>> skusOf(SpuRow row) {
        return skus.find("spuId", Sort.by("createdAt").and("id"), row.id)
                .range(0, MOST_SKUS - 1)
                .list()
                .map(rows -> rows.stream().map(SkuRow::toSku).toList());
    }

    private Uni<List<Attribute>> attributesOf(SpuRow row) {
        return Native.rows(ATTRIBUTES, row.id)
                .map(rows -> rows.stream()
                        .map(column -> new Attribute((String) column[0], (String) column[1]))
                        .toList());
    }

    private Uni<Axes> axesOf(SpuRow row) {
        return Native.rows(AXIS_VALUES, row.id)
                .map(rows -> new Axes(IntStream.range(0, row.axes.length)
                        .mapToObj(i -> new Axis(
                                row.axes[i],
                                rows.stream()
                                        .filter(column -> ((Number) column[0]).intValue() == i)
                                        .map(column -> (String) column[1])
                                        .toList()))
                        .toList()));
    }

    private Uni<Void> writeAttributes(SpuId spu, List<Attribute> attributes) {
        return named(Native.execute(CLEAR_ATTRIBUTES, spu.value())
                        .chain(() -> Native.execute(
                                ADD_ATTRIBUTES,
                                spu.value(),
                                attributes.stream().map(Attribute::name).toArray(String[]::new),
                                attributes.stream().map(Attribute::value).toArray(String[]::new))))
                .replaceWithVoid();
    }

    private Uni<Void> writeAxes(SpuId spu, Axes axes) {
        var cleared = Native.execute(CLEAR_AXIS_VALUES, spu.value());
        for (var i = 0; i < axes.axes().size(); i++) {
            var axis = i;
            var values = axes.axes().get(i).values().toArray(String[]::new);
            cleared = cleared.chain(() -> Native.execute(ADD_AXIS_VALUES, spu.value(), axis, values));
        }
        return cleared.replaceWithVoid();
    }
}
