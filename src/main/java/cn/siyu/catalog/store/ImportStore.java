package cn.siyu.catalog.store;

import cn.siyu.catalog.CatalogImport.BrandRow;
import cn.siyu.catalog.CatalogImport.CategoryRow;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Categories and brands of an import: read by code, written set-based. */
@Singleton
public class ImportStore {

    private static final String HOLD = "select 1 from (select pg_advisory_xact_lock(hashtext('catalog_import'))) held";

    private static final String CATEGORIES = """
            select c.code, p.code, c.name, c.description, c.sort_order, c.image_url
              from catalog_category c left join catalog_category p on p.id = c.parent_id""";

    private static final String UPSERT_CATEGORIES = """
            insert into catalog_category (
                   id, code, parent_id, name, description, sort_order, image_url, depth, community_on, created_at, version)
            select cast(t.id as uuid), t.code, cast(t.parent_id as uuid), t.name, t.description, t.sort_order,
                   nullif(t.image_url, ''), 1, true, cast(?8 as timestamptz), 0
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]),
                          cast(?5 as text[]), cast(?6 as int[]), cast(?7 as text[]))
                   as t (id, code, parent_id, name, description, sort_order, image_url)
                on conflict on constraint catalog_category_code_uk do update
               set parent_id = excluded.parent_id, name = excluded.name, description = excluded.description,
                   sort_order = excluded.sort_order, image_url = excluded.image_url,
                   version = catalog_category.version + 1""";

    private static final String SETTLE_DEPTHS = """
            with recursive tree as (
                select id, 1 as depth from catalog_category where parent_id is null
                 union all
                select c.id, tree.depth + 1 from catalog_category c join tree on c.parent_id = tree.id)
            update catalog_category c
               set depth = tree.depth
              from tree
             where tree.id = c.id and c.depth <> tree.depth""";

    private static final String BRANDS = """
            select code, name, description, sort_order, image_url from catalog_brand
             where code = any (cast(?1 as text[]))""";

    private static final String UPSERT_BRANDS = """
            insert into catalog_brand (id, code, name, description, sort_order, image_url, created_at, version)
            select cast(t.id as uuid), t.code, t.name, t.description, t.sort_order, nullif(t.image_url, ''),
                   cast(?7 as timestamptz), 0
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]),
                          cast(?5 as int[]), cast(?6 as text[]))
                   as t (id, code, name, description, sort_order, image_url)
                on conflict on constraint catalog_brand_code_uk do update
               set name = excluded.name, description = excluded.description, sort_order = excluded.sort_order,
                   image_url = excluded.image_url, version = catalog_brand.version + 1""";

    private static final String WITH_SKUS = """
            select s.code from catalog_spu s
             where s.code = any (cast(?1 as text[])) and exists (select 1 from catalog_sku k where k.spu_id = s.id)""";

    /** A category to be written; its parent is named by id, since it may be as new as itself. */
    public record CategoryWrite(UUID id, CategoryRow row, Optional<UUID> parent) {}

    /** A brand to be written. */
    public record BrandWrite(UUID id, BrandRow row) {}

    /** Keeps other imports out until the transaction ends. */
    public Uni<Void> hold() {
        return Native.rows(HOLD).replaceWithVoid();
    }

    /** The whole tree by code. */
    public Uni<Map<String, CategoryRow>> categories() {
        return Native.rows(CATEGORIES)
                .map(rows -> rows.stream()
                        .map(column -> new CategoryRow(
                                (String) column[0],
                                Optional.ofNullable((String) column[1]),
                                (String) column[2],
                                (String) column[3],
                                ((Number) column[4]).intValue(),
                                orEmpty(column[5])))
                        .collect(Collectors.toMap(CategoryRow::code, Function.identity())));
    }

    public Uni<Void> write(List<CategoryWrite> writes, Instant now) {
        return Native.execute(
                        UPSERT_CATEGORIES,
                        texts(writes, write -> write.id().toString()),
                        texts(writes, write -> write.row().code()),
                        texts(
                                writes,
                                write -> write.parent().map(UUID::toString).orElse(null)),
                        texts(writes, write -> write.row().name()),
                        texts(writes, write -> write.row().description()),
                        integers(writes, write -> write.row().sortOrder()),
                        texts(writes, write -> write.row().imageUrl()),
                        now.atOffset(ZoneOffset.UTC))
                .chain(() -> Native.execute(SETTLE_DEPTHS))
                .replaceWithVoid();
    }

    public Uni<Map<String, BrandRow>> brands(Collection<String> codes) {
        return Native.rows(BRANDS, (Object) codes.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .map(column -> new BrandRow(
                                (String) column[0],
                                (String) column[1],
                                (String) column[2],
                                ((Number) column[3]).intValue(),
                                orEmpty(column[4])))
                        .collect(Collectors.toMap(BrandRow::code, Function.identity())));
    }

    public Uni<Void> writeBrands(List<BrandWrite> writes, Instant now) {
        return Native.execute(
                        UPSERT_BRANDS,
                        texts(writes, write -> write.id().toString()),
                        texts(writes, write -> write.row().code()),
                        texts(writes, write -> write.row().name()),
                        texts(writes, write -> write.row().description()),
                        integers(writes, write -> write.row().sortOrder()),
                        texts(writes, write -> write.row().imageUrl()),
                        now.atOffset(ZoneOffset.UTC))
                .replaceWithVoid();
    }

    /** The ids of those codes that exist in a table of ours. */
    public Uni<Map<String, UUID>> ids(Table table, Collection<String> codes) {
        return Native.rows(table.idsByCode, (Object) codes.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(column -> (String) column[0], column -> (UUID) column[1])));
    }

    public Uni<Set<String>> productsWithSkus(Collection<String> codes) {
        return Native.column(String.class, WITH_SKUS, (Object) codes.toArray(String[]::new))
                .map(Set::copyOf);
    }

    /** Our tables whose rows have a natural code. */
    public enum Table {
        CATEGORY("select code, id from catalog_category where code = any (cast(?1 as text[]))"),
        BRAND("select code, id from catalog_brand where code = any (cast(?1 as text[]))"),
        SPU("select code, id from catalog_spu where code = any (cast(?1 as text[]))"),
        SKU("select code, id from catalog_sku where code = any (cast(?1 as text[]))");

        private final String idsByCode;

        Table(String idsByCode) {
            this.idsByCode = idsByCode;
        }
    }

    static <W> @Nullable String[] texts(List<W> writes, Function<W, @Nullable String> value) {
        return writes.stream().map(value).toArray(String[]::new);
    }

    static <W> Integer[] integers(List<W> writes, Function<W, Integer> value) {
        return writes.stream().map(value).toArray(Integer[]::new);
    }

    static String orEmpty(@Nullable Object column) {
        return column == null ? "" : (String) column;
    }
}
