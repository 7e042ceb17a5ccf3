package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.ImportStore.integers;
import static cn.siyu.catalog.store.ImportStore.orEmpty;
import static cn.siyu.catalog.store.ImportStore.texts;

import cn.siyu.catalog.CatalogImport.ProductRow;
import cn.siyu.catalog.ProductState;
import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Products of an import: read by code as the file would say them, written set-based. */
@Singleton
public class ImportedGoods {

    private static final String PRODUCTS = """
            select s.id, s.state, s.code, s.title, c.code, b.code, s.brief, s.unit, s.market_price_fen, s.is_new, s.is_hot,
                   coalesce(s.imported_on_sale, s.state = 'ON_SALE'), s.cover_url,
                   array_to_string(s.gallery_urls, chr(10)), s.detail_html
              from catalog_spu s
              left join catalog_category c on c.id = s.category_id
              left join catalog_brand b on b.id = s.brand_id
             where s.code = any (cast(?1 as text[]))
             order by s.id
               for update of s""";

    private static final String UPSERT_PRODUCTS = """
            insert into catalog_spu (
                   id, code, title, category_id, brand_id, brief, unit, market_price_fen, is_new, is_hot, state,
                   imported_on_sale, cover_url, gallery_urls, detail_html, published_at, regulatory_class, return_policy,
                   axes, created_at, version)
            select cast(t.id as uuid), t.code, t.title, cast(t.category_id as uuid), cast(t.brand_id as uuid), t.brief,
                   t.unit, cast(t.market_price_fen as bigint), t.is_new = 1, t.is_hot = 1, t.state, t.on_sale = 1,
                   nullif(t.cover_url, ''), string_to_array(t.gallery_urls, chr(10)), t.detail_html,
                   case when t.state = 'ON_SALE' then cast(?15 as timestamptz) end, 'NONE', 'SEVEN_DAYS',
                   cast('{}' as text[]), cast(?15 as timestamptz), 0
              from unnest(cast(?1 as text[]), cast(?2 as text[]), cast(?3 as text[]), cast(?4 as text[]),
                          cast(?5 as text[]), cast(?6 as text[]), cast(?7 as text[]), cast(?8 as text[]),
                          cast(?9 as int[]), cast(?10 as int[]), cast(?11 as text[]), cast(?12 as int[]),
                          cast(?13 as text[]), cast(?14 as text[]), cast(?16 as text[]))
                   as t (id, code, title, category_id, brand_id, brief, unit, market_price_fen, is_new, is_hot, state,
                         on_sale, cover_url, gallery_urls, detail_html)
                on conflict on constraint catalog_spu_code_uk do update
               set title = excluded.title, category_id = excluded.category_id, brand_id = excluded.brand_id,
                   brief = excluded.brief, unit = excluded.unit, market_price_fen = excluded.market_price_fen,
                   is_new = excluded.is_new, is_hot = excluded.is_hot, state = excluded.state,
                   imported_on_sale = excluded.imported_on_sale, cover_url = excluded.cover_url,
                   gallery_urls = excluded.gallery_urls, detail_html = excluded.detail_html,
                   published_at = case when excluded.state = 'ON_SALE' and catalog_spu.state <> 'ON_SALE'
                                       then excluded.published_at else catalog_spu.published_at end,
                   publish_at = case when excluded.state = catalog_spu.state then catalog_spu.publish_at end,
                   unpublish_at = case when excluded.state = catalog_spu.state then catalog_spu.unpublish_at end,
                   version = catalog_spu.version + 1""";

    /** A product as it is, said as a row of the file; held until the transaction ends. */
    public record Known(UUID id, ProductState state, ProductRow row) {}

    /** A product to be written. */
    public record Write(UUID id, ProductRow row, UUID category, Optional<UUID> brand, ProductState state) {}

    public Uni<Map<String, Known>> products(Collection<String> codes) {
        return Native.rows(PRODUCTS, (Object) codes.toArray(String[]::new))
                .map(rows -> rows.stream()
                        .map(ImportedGoods::known)
                        .collect(Collectors.toMap(known -> known.row().code(), Function.identity())));
    }

    public Uni<Void> write(List<Write> writes, Instant now) {
        return Native.execute(
                        UPSERT_PRODUCTS,
                        texts(writes, write -> write.id().toString()),
                        texts(writes, write -> write.row().code()),
                        texts(writes, write -> write.row().name()),
                        texts(writes, write -> write.category().toString()),
                        texts(writes, write -> write.brand().map(UUID::toString).orElse(null)),
                        texts(writes, write -> write.row().brief()),
                        texts(writes, write -> write.row().unit()),
                        texts(
                                writes,
                                write -> write.row()
                                        .marketPrice()
                                        .map(price -> Long.toString(price.fen()))
                                        .orElse(null)),
                        integers(writes, write -> write.row().isNew() ? 1 : 0),
                        integers(writes, write -> write.row().isHot() ? 1 : 0),
                        texts(writes, write -> write.state().name()),
                        integers(writes, write -> write.row().onSale() ? 1 : 0),
                        texts(writes, write -> write.row().coverUrl()),
                        texts(writes, write -> String.join("\n", write.row().galleryUrls())),
                        now.atOffset(ZoneOffset.UTC),
                        texts(writes, write -> write.row().detailHtml()))
                .replaceWithVoid();
    }

    private static Known known(Object[] column) {
        var marketPrice = Optional.ofNullable((Number) column[8]).map(fen -> new Money(fen.longValue()));
        var row = new ProductRow(
                (String) column[2],
                (String) column[3],
                orEmpty(column[4]),
                Optional.ofNullable((String) column[5]),
                (String) column[6],
                (String) column[7],
                marketPrice,
                (Boolean) column[9],
                (Boolean) column[10],
                (Boolean) column[11],
                orEmpty(column[12]),
                lines((String) column[13]),
                (String) column[14]);
        return new Known((UUID) column[0], ProductState.valueOf((String) column[1]), row);
    }

    /** An array that came as one text. */
    static List<String> lines(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split("\n", -1)).toList();
    }
}
