package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.Named.named;
import static cn.siyu.catalog.store.Named.removal;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.domain.Supplier;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Suppliers. */
@Singleton
public class SupplierStore {

    private final SupplierRows rows;

    @Inject
    SupplierStore(SupplierRows rows) {
        this.rows = rows;
    }

    public Uni<NumberedPage<Supplier>> page(int page, int size) {
        var query = rows.findAll(Sort.by("code"));
        return query.count()
                .chain(total -> query.page(Page.of(page - 1, size))
                        .list()
                        .map(found -> new NumberedPage<>(
                                found.stream().map(SupplierRow::toSupplier).toList(), page, size, total)));
    }

    /** Of those that have one. */
    public Uni<Map<SupplierId, ReturnAddress>> returnAddresses(Collection<SupplierId> ids) {
        return rows.list(
                        "id in ?1 and returnAddress is not null",
                        ids.stream().map(SupplierId::value).toList())
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                row -> new SupplierId(row.id),
                                row -> row.returns().orElseThrow())));
    }

    /** One, held against other changes until the transaction ends. */
    public Uni<Supplier> lock(SupplierId id) {
        return rows.findById(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(SupplierRow::toSupplier);
    }

    public Uni<Supplier> insert(Supplier supplier, Instant now) {
        return named(rows.persistAndFlush(SupplierRow.of(supplier, now))).map(SupplierRow::toSupplier);
    }

    /** Writes one that is held. */
    public Uni<Supplier> update(Supplier supplier) {
        return rows.findById(supplier.id().value())
                .invoke(row -> row.write(supplier))
                .call(() -> named(rows.flush()))
                .map(SupplierRow::toSupplier);
    }

    /** Removes one that is held and that nothing uses. */
    public Uni<Void> delete(SupplierId id) {
        return removal(rows.deleteById(id.value()).chain(() -> rows.flush()));
    }
}
