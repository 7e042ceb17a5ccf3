package cn.siyu.catalog.store;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductRole;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.domain.Bundle;
import cn.siyu.catalog.domain.Media;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cards of SKUs in one query. */
@Singleton
public class SkuCards {

    private static final String CARDS = """
            select k.id, k.spu_id, k.code, s.title, k.spec_values, k.image_url, s.cover_url, k.weight_grams, k.discontinued,
                   s.state, s.return_policy, s.regulatory_class, s.supplier_id, s.brand_id, s.role,
                   near.id as near_id, above.id as above_id, top.id as top_id
              from catalog_sku k
              join catalog_spu s on s.id = k.spu_id
              left join catalog_category near on near.id = s.category_id
              left join catalog_category above on above.id = near.parent_id
              left join catalog_category top on top.id = above.parent_id
             where k.id = any($1::uuid[])""";

    private static final String IDS_BY_CODE = "select code, id from SkuRow where code in :codes";

    private static final String COSTS =
            "select k.id, k.costFen from SkuRow k where k.id in :ids and k.costFen is not null";

    /** Without a session: a crowd asks for cards with every order, and entities would cost more than the order. */
    public Uni<List<SkuCard>> of(Sql sql, Collection<SkuId> skus, Map<SkuId, Bundle> bundles) {
        return sql.list(
                CARDS, row -> card(row, bundles), skus.stream().distinct().toList());
    }

    public Uni<Map<SkuId, Money>> costs(Collection<SkuId> skus) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(COSTS, Object[].class)
                        .setParameter(
                                "ids",
                                skus.stream().map(SkuId::value).distinct().toList())
                        .getResultList()
                        .map(rows -> rows.stream()
                                .collect(Collectors.toMap(
                                        row -> new SkuId((UUID) row[0]), row -> new Money((Long) row[1])))));
    }

    public Uni<List<Object[]>> idsByCode(Collection<String> codes) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(IDS_BY_CODE, Object[].class)
                        .setParameter("codes", codes)
                        .getResultList());
    }

    private static SkuCard card(Row row, Map<SkuId, Bundle> bundles) {
        var sku = new SkuId(row.getUUID("id"));
        var bundle = Optional.ofNullable(bundles.get(sku));
        var ownClass = Columns.constant(row, "regulatory_class", RegulatoryClass.class);
        var state = Columns.constant(row, "state", ProductState.class);
        var own = Optional.ofNullable(row.getString("image_url"));
        var cover = Optional.ofNullable(row.getString("cover_url"));
        return new SkuCard(
                sku,
                new SpuId(row.getUUID("spu_id")),
                row.getString("code"),
                row.getString("title"),
                String.join(" / ", row.getArrayOfStrings("spec_values")),
                Media.shown(own).or(() -> Media.shown(cover)),
                row.getLong("weight_grams"),
                row.getBoolean("discontinued") && state == ProductState.ON_SALE ? ProductState.OFF_SALE : state,
                Columns.constant(row, "return_policy", ReturnPolicy.class),
                bundle.map(each -> each.classOf(ownClass)).orElse(ownClass),
                Optional.ofNullable(row.getUUID("supplier_id")).map(SupplierId::new),
                Stream.of("near_id", "above_id", "top_id")
                        .flatMap(column -> Stream.ofNullable(row.getUUID(column)))
                        .map(CategoryId::new)
                        .toList(),
                bundle.map(Bundle::components).orElse(List.of()),
                Optional.ofNullable(row.getUUID("brand_id")).map(BrandId::new),
                Optional.ofNullable(row.getString("role")).map(ProductRole::valueOf));
    }
}
