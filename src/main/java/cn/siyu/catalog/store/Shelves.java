package cn.siyu.catalog.store;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products.Card;
import cn.siyu.catalog.Products.ImportedReview;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Media;
import cn.siyu.kernel.web.Cursor;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lists for consumers: keyset pages of what is on sale, imported reviews, suggestions. */
@Singleton
public class Shelves {

    private static final String ON_SALE = """
            select s.id, s.title, s.brief, s.coverUrl, s.isNew, s.isHot, s.publishedAt
              from SpuRow s
             where s.state = :onSale
               and exists (select 1 from SkuRow k where k.spuId = s.id and k.discontinued = false)""";

    private static final String TITLES = """
            select distinct s.title
              from SpuRow s
             where s.state = :onSale and s.title ilike :q escape '\\'
             order by s.title""";

    private static final String BUYABLE = """
            select k.spuId, k.id
              from SkuRow k
             where k.spuId in :spus and k.discontinued = false
             order by k.createdAt, k.id""";

    private static final String REVIEWS = """
            select r.id, r.content, array_to_string(r.image_urls, chr(10)), r.written_at
              from catalog_review r join catalog_spu s on s.id = r.spu_id
             where r.spu_id = ?1 and s.state in ('ON_SALE', 'OFF_SALE')
               and (r.written_at, r.id) < (cast(?2 as timestamptz), cast(?3 as uuid))
             order by r.written_at desc, r.id desc
             limit ?4""";

    /** Before the first page: later and greater than any row. */
    private static final Cursor TOP = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    public Uni<List<Card>> page(Shelf shelf) {
        var conditions = new ArrayList<>(List.of(ON_SALE));
        var values = new HashMap<String, Object>(Map.of("onSale", ProductState.ON_SALE));
        shelf.category().ifPresent(category -> {
            conditions.add("s." + ProductLists.WITHIN_CATEGORY);
            values.put("category", category.value());
        });
        shelf.q().ifPresent(q -> {
            conditions.add("s.title ilike :q escape '\\'");
            values.put("q", ProductLists.containing(q));
        });
        shelf.after().ifPresent(after -> {
            conditions.add("(s.publishedAt < :at or (s.publishedAt = :at and s.id < :id))");
            values.put("at", after.at());
            values.put("id", after.id());
        });
        var hql = String.join(" and ", conditions) + " order by s.publishedAt desc, s.id desc";
        return rows(hql, values, shelf.limit()).chain(Shelves::withSkus);
    }

    public Uni<List<String>> titles(String q, int limit) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(TITLES, String.class)
                        .setParameter("onSale", ProductState.ON_SALE)
                        .setParameter("q", ProductLists.containing(q))
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Uni<List<ImportedReview>> reviews(SpuId spu, Optional<Cursor> after, int limit) {
        var from = after.orElse(TOP);
        return Native.rows(REVIEWS, spu.value(), from.at().atOffset(ZoneOffset.UTC), from.id(), limit)
                .map(rows -> rows.stream().map(Shelves::review).toList());
    }

    private static Uni<List<Card>> withSkus(List<Object[]> products) {
        var ids = products.stream().map(column -> (UUID) column[0]).toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : rows(BUYABLE, Map.of("spus", ids), Integer.MAX_VALUE).map(skus -> cards(products, skus));
    }

    private static List<Card> cards(List<Object[]> products, List<Object[]> skus) {
        var bySpu = new LinkedHashMap<UUID, List<SkuId>>();
        skus.forEach(column ->
                bySpu.computeIfAbsent((UUID) column[0], _ -> new ArrayList<>()).add(new SkuId((UUID) column[1])));
        return products.stream()
                .map(column -> new Card(
                        new SpuId((UUID) column[0]),
                        (String) column[1],
                        (String) column[2],
                        Media.orPlaceholder(Optional.ofNullable((String) column[3])),
                        (Boolean) column[4],
                        (Boolean) column[5],
                        (Instant) column[6],
                        List.copyOf(bySpu.getOrDefault((UUID) column[0], List.of()))))
                .toList();
    }

    private static ImportedReview review(Object[] column) {
        var images = Arrays.stream(((String) column[2]).split("\n", -1))
                .filter(Media::isShown)
                .toList();
        return new ImportedReview((UUID) column[0], (String) column[1], images, instant(column[3]));
    }

    /** A native query answers a timestamp as whichever type its driver prefers. */
    static Instant instant(Object column) {
        return switch (column) {
            case Instant instant -> instant;
            case OffsetDateTime at -> at.toInstant();
            default -> throw new IllegalStateException("no instant: " + column.getClass());
        };
    }

    private static Uni<List<Object[]>> rows(String hql, Map<String, Object> values, int limit) {
        return Panache.getSession().chain(session -> {
            var query = session.createSelectionQuery(hql, Object[].class);
            values.forEach((name, value) -> query.setParameter(name, value));
            return limit == Integer.MAX_VALUE
                    ? query.getResultList()
                    : query.setMaxResults(limit).getResultList();
        });
    }
}
