package cn.siyu.catalog.store;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The audit log as the use cases of the catalogue write it: in their own session. */
@Singleton
public class Trail {

    private final AuditLog audit;

    @Inject
    Trail(AuditLog audit) {
        this.audit = audit;
    }

    public Uni<Void> record(AuditEntry entry) {
        return Panache.getSession().chain(session -> audit.append(session, entry));
    }
}
