package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.Named.named;
import static cn.siyu.catalog.store.Named.removal;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.domain.Brand;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;

/** Brands. */
@Singleton
public class BrandStore {

    private final BrandRows rows;

    @Inject
    BrandStore(BrandRows rows) {
        this.rows = rows;
    }

    public Uni<NumberedPage<Brand>> page(int page, int size) {
        var query = rows.findAll(Sort.by("sortOrder").and("id"));
        return query.count()
                .chain(total -> query.page(Page.of(page - 1, size))
                        .list()
                        .map(found -> new NumberedPage<>(
                                found.stream().map(BrandRow::toBrand).toList(), page, size, total)));
    }

    /** One, held against other changes until the transaction ends. */
    public Uni<Brand> lock(BrandId id) {
        return rows.findById(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(BrandRow::toBrand);
    }

    public Uni<Brand> insert(Brand brand, Instant now) {
        return named(rows.persistAndFlush(BrandRow.of(brand, now))).map(BrandRow::toBrand);
    }

    /** Writes one that is held. */
    public Uni<Brand> update(Brand brand) {
        return rows.findById(brand.id().value())
                .invoke(row -> row.write(brand))
                .call(() -> named(rows.flush()))
                .map(BrandRow::toBrand);
    }

    /** Removes one that is held and that nothing uses. */
    public Uni<Void> delete(BrandId id) {
        return removal(rows.deleteById(id.value()).chain(() -> rows.flush()));
    }
}
