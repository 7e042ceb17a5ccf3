package cn.siyu.catalog.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Bundle;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Bundles and what they consist of. */
@Singleton
public class BundleStore {

    private static final String COLUMNS = """
            select b.sku_id, b.version, c.sku_id as component, k.code, s.title, c.units, s.regulatory_class
              from catalog_bundle b
              join catalog_bundle_component c on c.bundle_id = b.sku_id
              join catalog_sku k on k.id = c.sku_id
              join catalog_spu s on s.id = k.spu_id
            """;

    private static final String OF_SKUS =
            COLUMNS + "where b.sku_id = any(cast(?1 as uuid[])) order by b.sku_id, k.code";

    private static final String AMONG = COLUMNS + "where b.sku_id = any($1::uuid[]) order by b.sku_id, k.code";

    private static final String COMPONENTS = """
            select c.bundle_id, c.sku_id, k.code, s.title, c.units
              from catalog_bundle_component c
              join catalog_sku k on k.id = c.sku_id
              join catalog_spu s on s.id = k.spu_id
             where c.bundle_id = any($1::uuid[])
             order by c.bundle_id, k.code""";

    private static final String PAGE = COLUMNS + """
             where b.sku_id in (
                   select sku_id from catalog_bundle order by changed_at desc, sku_id offset ?1 limit ?2)
             order by b.changed_at desc, b.sku_id, k.code""";

    private static final String COUNT = "select count(*) from catalog_bundle";

    private static final String REGULATED_IN = """
            select s.regulatory_class
              from catalog_sku own
              join catalog_bundle_component c on c.bundle_id = own.id
              join catalog_sku k on k.id = c.sku_id
              join catalog_spu s on s.id = k.spu_id
             where own.spu_id = ?1 and s.regulatory_class <> 'NONE'
             order by k.code
             limit 1""";

    /** All that a change touches, sorted: of two changes that would put a bundle into a bundle the second sees the first. */
    private static final String LOCK =
            "select id from catalog_sku where id = any(cast(?1 as uuid[])) order by id for update";

    private static final String BUNDLES_AMONG =
            "select sku_id from catalog_bundle where sku_id = any(cast(?1 as uuid[]))";

    private static final String HOW_OFTEN_CONTAINED = "select count(*) from catalog_bundle_component where sku_id = ?1";

    private static final String WRITE = """
            insert into catalog_bundle (sku_id, version, changed_at) values (?1, 0, ?2)
            on conflict on constraint catalog_bundle_pk do update
               set version = catalog_bundle.version + 1, changed_at = excluded.changed_at""";

    private static final String EMPTY = "delete from catalog_bundle_component where bundle_id = ?1";

    private static final String FILL = """
            insert into catalog_bundle_component (bundle_id, sku_id, units)
            select ?1, c.sku, c.units from unnest(cast(?2 as uuid[]), cast(?3 as int[])) as c (sku, units)""";

    private static final String REMOVE = "delete from catalog_bundle where sku_id = ?1";

    /** The bundles among these SKUs. */
    public Uni<Map<SkuId, Bundle>> of(Collection<SkuId> skus) {
        return Native.rows(OF_SKUS, (Object) ids(skus))
                .map(BundleStore::bundles)
                .map(found -> found.stream().collect(Collectors.toMap(Bundle::sku, bundle -> bundle)));
    }

    /** The same without a session. */
    public Uni<Map<SkuId, Bundle>> among(Sql sql, Collection<SkuId> skus) {
        return sql.list(
                        AMONG,
                        row -> new Object[] {
                            row.getUUID("sku_id"),
                            row.getLong("version"),
                            row.getUUID("component"),
                            row.getString("code"),
                            row.getString("title"),
                            row.getInteger("units"),
                            row.getString("regulatory_class")
                        },
                        skus.stream().distinct().toList())
                .map(BundleStore::bundles)
                .map(found -> found.stream().collect(Collectors.toMap(Bundle::sku, bundle -> bundle)));
    }

    /** What the bundles among these SKUs consist of. */
    public Uni<Map<SkuId, List<Component>>> components(Sql sql, Collection<SkuId> skus) {
        return sql.list(
                        COMPONENTS,
                        row -> Map.entry(new SkuId(row.getUUID("bundle_id")), component(row)),
                        skus.stream().distinct().toList())
                .map(rows -> rows.stream()
                        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    private static Component component(Row row) {
        return new Component(
                new SkuId(row.getUUID("sku_id")),
                row.getString("code"),
                row.getString("title"),
                row.getInteger("units"));
    }

    /** The latest changed first. */
    public Uni<List<Bundle>> page(long offset, int limit) {
        return Native.rows(PAGE, offset, limit).map(BundleStore::bundles);
    }

    public Uni<Long> count() {
        return Native.column(Long.class, COUNT).map(List::getFirst);
    }

    /** The class of the first regulated component of a bundle of this product. */
    public Uni<Optional<RegulatoryClass>> regulatedIn(SpuId spu) {
        return Native.column(String.class, REGULATED_IN, spu.value())
                .map(found -> found.stream().findFirst().map(RegulatoryClass::valueOf));
    }

    /** Those of these SKUs that exist, held until the transaction ends. */
    public Uni<List<SkuId>> lock(Collection<SkuId> skus) {
        return Native.column(UUID.class, LOCK, (Object) ids(skus))
                .map(found -> found.stream().map(SkuId::new).toList());
    }

    public Uni<List<SkuId>> bundlesAmong(Collection<SkuId> skus) {
        return Native.column(UUID.class, BUNDLES_AMONG, (Object) ids(skus))
                .map(found -> found.stream().map(SkuId::new).toList());
    }

    public Uni<Boolean> isContained(SkuId sku) {
        return Native.column(Long.class, HOW_OFTEN_CONTAINED, sku.value()).map(found -> found.getFirst() > 0);
    }

    public Uni<Void> write(SkuId bundle, Map<SkuId, Integer> components, Instant now) {
        var lines = List.copyOf(components.entrySet());
        return Native.execute(WRITE, bundle.value(), now.atOffset(ZoneOffset.UTC))
                .chain(() -> Native.execute(EMPTY, bundle.value()))
                .chain(() -> Native.execute(
                        FILL,
                        bundle.value(),
                        lines.stream().map(line -> line.getKey().value()).toArray(UUID[]::new),
                        lines.stream().map(Map.Entry::getValue).toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    public Uni<Void> remove(SkuId bundle) {
        return Native.execute(REMOVE, bundle.value()).replaceWithVoid();
    }

    private static UUID[] ids(Collection<SkuId> skus) {
        return skus.stream().map(SkuId::value).distinct().toArray(UUID[]::new);
    }

    private static List<Bundle> bundles(List<Object[]> rows) {
        return rows.stream()
                .collect(groupingBy(row -> row[0], LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(BundleStore::bundle)
                .toList();
    }

    private static Bundle bundle(List<Object[]> rows) {
        return new Bundle(
                new SkuId((UUID) rows.getFirst()[0]),
                rows.stream()
                        .map(row -> new Component(
                                new SkuId((UUID) row[2]),
                                (String) row[3],
                                (String) row[4],
                                ((Number) row[5]).intValue()))
                        .toList(),
                rows.stream()
                        .map(row -> RegulatoryClass.valueOf((String) row[6]))
                        .filter(each -> !each.promotable())
                        .findFirst(),
                ((Number) rows.getFirst()[1]).longValue());
    }
}
