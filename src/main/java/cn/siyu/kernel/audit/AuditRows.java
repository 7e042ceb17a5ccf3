package cn.siyu.kernel.audit;

import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The audit log as it is read: the newest entries first, behind a cursor. */
@Singleton
class AuditRows {

    private static final String PAGE = """
            select id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, reason,
                   before_value::text as before_value, after_value::text as after_value, trace_id
              from kernel_audit_log
             where ($1::uuid is null or actor_id = $1)
               and ($2::text is null or action = $2)
               and ($3::text is null or target_kind = $3)
               and ($4::text is null or target_id = $4)
               and ($5::timestamptz is null or at >= $5)
               and ($6::timestamptz is null or at < $6)
               and ($7::timestamptz is null or (at, id) < ($7, $8))
             order by at desc, id desc
             limit $9""";

    private final Transactions transactions;

    @Inject
    AuditRows(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Which entries are asked for; an absent part asks for all. {@code from} is included, {@code to} is not. */
    record Filter(
            @Nullable UUID actorId,
            @Nullable String action,
            @Nullable String targetKind,
            @Nullable String targetId,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** One entry; {@code before} and {@code after} are the plain values that were kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AuditLogEntry")
    record Entry(
            UUID id,
            Instant at,
            Actor.Kind actorKind,
            UUID actorId,
            String actorName,
            String action,
            String targetKind,
            String targetId,
            @Nullable String reason,

            @JsonRawValue
            @Schema(implementation = Object.class, description = "What was kept of the state before")
            @Nullable
            String before,

            @JsonRawValue
            @Schema(implementation = Object.class, description = "What was kept of the state after")
            @Nullable
            String after,

            String traceId) {

        Cursor cursor() {
            return new Cursor(at, id);
        }
    }

    Uni<List<Entry>> page(Filter filter, Optional<Cursor> after, int limit) {
        return transactions
                .reads()
                .list(
                        PAGE,
                        AuditRows::entry,
                        filter.actorId(),
                        filter.action(),
                        filter.targetKind(),
                        filter.targetId(),
                        filter.from(),
                        filter.to(),
                        after.map(Cursor::at).orElse(null),
                        after.map(Cursor::id).orElse(null),
                        (long) limit);
    }

    private static Entry entry(Row row) {
        @Nullable String reason = row.getString("reason");
        @Nullable String before = row.getString("before_value");
        @Nullable String after = row.getString("after_value");
        return new Entry(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                Columns.constant(row, "actor_kind", Actor.Kind.class),
                row.getUUID("actor_id"),
                row.getString("actor_name"),
                row.getString("action"),
                row.getString("target_kind"),
                row.getString("target_id"),
                reason,
                before,
                after,
                row.getString("trace_id"));
    }
}
