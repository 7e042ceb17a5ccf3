package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.Standing;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.security.Actor;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of this context's changes: never a name or a phone. */
final class Trail {

    private Trail() {}

    static AuditEntry standing(
            Actor actor, String action, DistributorId id, Optional<String> reason, Standing before, Standing after) {
        return new AuditEntry(
                actor,
                action,
                "distributor",
                id.value().toString(),
                reason.orElse(null),
                Map.of("state", before.kind()),
                after.contract()
                        .<Object>map(contract -> Map.of("state", after.kind(), "tier", contract.tier()))
                        .orElseGet(() -> Map.of("state", after.kind())));
    }

    static AuditEntry entry(
            Actor actor,
            String action,
            String kind,
            String id,
            String reason,
            @Nullable Object before,
            @Nullable Object after) {
        return new AuditEntry(actor, action, kind, id, reason, before, after);
    }
}
