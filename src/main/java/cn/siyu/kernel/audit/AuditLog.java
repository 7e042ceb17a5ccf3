package cn.siyu.kernel.audit;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The append-only record of changes (SEC-22): an entry is written in the transaction of the change that it describes. */
@Singleton
public class AuditLog {

    private static final String APPEND = """
            insert into kernel_audit_log (
                   id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, reason,
                   before_value, after_value, trace_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11::text::jsonb, $12)""";

    private static final String APPEND_IN_SESSION = """
            insert into kernel_audit_log (
                   id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, reason,
                   before_value, after_value, trace_id)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, cast(?9 as text), cast(cast(?10 as text) as jsonb),
                    cast(cast(?11 as text) as jsonb), ?12)""";

    private final ObjectMapper json;
    private final ShopClock clock;

    @Inject
    AuditLog(ObjectMapper json, ShopClock clock) {
        this.json = json;
        this.clock = clock;
    }

    public Uni<Void> append(Tx tx, AuditEntry entry) {
        return tx.execute(
                        APPEND,
                        Ids.next(),
                        clock.instant(),
                        entry.actor().kind(),
                        entry.actor().id(),
                        entry.actor().name(),
                        entry.action(),
                        entry.targetKind(),
                        entry.targetId(),
                        entry.reason(),
                        write(entry.before()),
                        write(entry.after()),
                        traceId())
                .replaceWithVoid();
    }

    /** The same through a Hibernate session, on the session's own connection. */
    public Uni<Void> append(Mutiny.Session session, AuditEntry entry) {
        return session.createNativeQuery(APPEND_IN_SESSION)
                .setParameter(1, Ids.next())
                .setParameter(2, clock.instant().atOffset(ZoneOffset.UTC))
                .setParameter(3, entry.actor().kind().name())
                .setParameter(4, entry.actor().id())
                .setParameter(5, entry.actor().name())
                .setParameter(6, entry.action())
                .setParameter(7, entry.targetKind())
                .setParameter(8, entry.targetId())
                .setParameter(9, entry.reason())
                .setParameter(10, write(entry.before()))
                .setParameter(11, write(entry.after()))
                .setParameter(12, traceId())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static String traceId() {
        return Span.current().getSpanContext().getTraceId();
    }

    private @Nullable String write(@Nullable Object value) {
        try {
            return value == null ? null : json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audited value must be plain: " + value.getClass(), e);
        }
    }
}
