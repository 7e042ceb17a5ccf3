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
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cards of SKUs in one query. */
@ApplicationScoped
public class SkuCards {

    private static final String CARDS = """
            select k.id, k.spuId, k.code, s.title, k.specValues, k.imageUrl, s.coverUrl, k.weightGrams, k.discontinued,
                   s.state, s.returnPolicy, s.regulatoryClass, s.supplierId, near.id, above.id, top.id,
                   s.brandId, s.role
              from SkuRow k join SpuRow s on s.id = k.spuId
              left join CategoryRow near on near.id = s.categoryId
              left join CategoryRow above on above.id = near.parentId
              left join CategoryRow top on top.id = above.parentId
             where k.id in :ids""";

    private static final String IDS_BY_CODE = "select code, id from SkuRow where code in :codes";

    private static final String COSTS =
            "select k.id, k.costFen from SkuRow k where k.id in :ids and k.costFen is not null";

    public Uni<List<SkuCard>> of(Collection<SkuId> skus, Map<SkuId, Bundle> bundles) {
        var ids = skus.stream().map(SkuId::value).distinct().toList();
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(CARDS, Object[].class)
                        .setParameter("ids", ids)
                        .getResultList()
                        .map(rows ->
                                rows.stream().map(row -> card(row, bundles)).toList()));
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

    private static SkuCard card(Object[] column, Map<SkuId, Bundle> bundles) {
        var bundle = Optional.ofNullable(bundles.get(new SkuId((UUID) column[0])));
        var ownClass = (RegulatoryClass) column[11];
        var own = Optional.ofNullable((String) column[5]);
        var cover = Optional.ofNullable((String) column[6]);
        var discontinued = (Boolean) column[8];
        return new SkuCard(
                new SkuId((UUID) column[0]),
                new SpuId((UUID) column[1]),
                (String) column[2],
                (String) column[3],
                String.join(" / ", (String[]) column[4]),
                Media.shown(own).or(() -> Media.shown(cover)),
                (Long) column[7],
                discontinued && column[9] == ProductState.ON_SALE ? ProductState.OFF_SALE : (ProductState) column[9],
                (ReturnPolicy) column[10],
                bundle.map(each -> each.classOf(ownClass)).orElse(ownClass),
                Optional.ofNullable((UUID) column[12]).map(SupplierId::new),
                Stream.of(column[13], column[14], column[15])
                        .filter(Objects::nonNull)
                        .map(id -> new CategoryId((UUID) id))
                        .toList(),
                bundle.map(Bundle::components).orElse(List.of()),
                Optional.ofNullable((UUID) column[16]).map(BrandId::new),
                Optional.ofNullable((ProductRole) column[17]));
    }
}
