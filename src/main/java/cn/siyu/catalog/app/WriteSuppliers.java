package cn.siyu.catalog.app;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.Suppliers;
import cn.siyu.catalog.domain.Supplier;
import cn.siyu.catalog.store.SupplierStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the list of suppliers. */
@Singleton
public class WriteSuppliers implements Suppliers {

    private final SupplierStore suppliers;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    WriteSuppliers(SupplierStore suppliers, Trail trail, ShopClock clock) {
        this.suppliers = suppliers;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is written about a supplier beside its code. */
    public record Text(String name, String note, Optional<ReturnAddress> returns) {}

    @WithSession
    public Uni<NumberedPage<Supplier>> page(int page, int size) {
        return suppliers.page(page, size);
    }

    @Override
    @WithSession
    public Uni<Map<SupplierId, ReturnAddress>> returnAddresses(Collection<SupplierId> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : suppliers.returnAddresses(ids);
    }

    @WithTransaction
    public Uni<Supplier> create(String code, Text text, Actor actor) {
        return suppliers
                .insert(supplier(SupplierId.next(), code, text, 0), clock.instant())
                .call(created -> record(actor, "supplier.create", null, created));
    }

    @WithTransaction
    public Uni<Supplier> edit(SupplierId id, Text text, long version, Actor actor) {
        return suppliers
                .lock(id)
                .invoke(before -> requireVersion(before, version))
                .chain(before -> suppliers
                        .update(supplier(id, before.code(), text, version))
                        .call(after -> record(actor, "supplier.edit", before, after)));
    }

    @WithTransaction
    public Uni<Void> delete(SupplierId id, Actor actor) {
        return suppliers
                .lock(id)
                .call(() -> suppliers.delete(id))
                .chain(before -> record(actor, "supplier.delete", before, null));
    }

    private Uni<Void> record(Actor actor, String action, @Nullable Supplier before, @Nullable Supplier after) {
        var named = after == null ? before : after;
        var target = named == null ? "" : named.id().value().toString();
        return trail.record(new AuditEntry(actor, action, "supplier", target, null, before, after));
    }

    private static void requireVersion(Supplier supplier, long version) {
        if (supplier.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static Supplier supplier(SupplierId id, String code, Text text, long version) {
        return new Supplier(id, code, text.name(), text.note(), text.returns(), version);
    }
}
