package cn.siyu.catalog.store;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.domain.ProductFilter;
import cn.siyu.catalog.domain.ProductSummary;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;

/** Lists of products for merchandisers: projections, page by page. */
@Singleton
public class ProductLists {

    /** A category and what hangs below it, which is at most two levels. */
    static final String WITHIN_CATEGORY = """
            categoryId in (
                select c.id from CategoryRow c
                 where c.id = :category or c.parentId = :category
                    or c.parentId in (select d.id from CategoryRow d where d.parentId = :category))""";

    private static final String MATCHES = "(title ilike :q escape '\\' or code ilike :q escape '\\')";

    private final SpuRows spus;

    @Inject
    ProductLists(SpuRows spus) {
        this.spus = spus;
    }

    public Uni<NumberedPage<ProductSummary>> page(ProductFilter filter, int page, int size) {
        var conditions = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        conditions.add(filter.state().isPresent() ? "state = :state" : "state <> :state");
        values.put("state", filter.state().orElse(ProductState.RECYCLED));
        filter.category().ifPresent(category -> {
            conditions.add(WITHIN_CATEGORY);
            values.put("category", category);
        });
        filter.brand().ifPresent(brand -> {
            conditions.add("brandId = :brand");
            values.put("brand", brand);
        });
        filter.q().ifPresent(q -> {
            conditions.add(MATCHES);
            values.put("q", containing(q));
        });
        var query = spus.find(String.join(" and ", conditions), Sort.descending("createdAt", "id"), values);
        return query.count()
                .chain(total -> query.page(Page.of(page - 1, size))
                        .project(ProductSummary.class)
                        .list()
                        .map(items -> new NumberedPage<>(items, page, size, total)));
    }

    /** The pattern of what holds {@code q} anywhere; the pattern's own signs in it mean themselves. */
    static String containing(String q) {
        return "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
