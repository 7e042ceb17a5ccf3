package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Customer bindings as screens show them: projections, read only. */
@Singleton
public class BindingPages {

    private static final String SHEET = """
            select b.id, b.member_id, b.distributor, d.shown_name, b.bound_from, b.bound_to, b.protected_until, b.reason, b.note,
                   d.tier, t.name as tier_name, l.size, l.activity, l.customers, l.orders, l.last_order_at, l.counted_at,
                   b.policy_version, b.token, b.taken_from, b.actor_kind, b.actor_name, b.closed_at, b.closed_reason
              from distribution_customer_binding b
              join distribution_distributor d on d.id = b.distributor
              join distribution_tier t on t.id = d.tier
              left join distribution_layer l on l.distributor = b.distributor
            """;

    /** {@code $3} is the instant at which only those in force count; absent, all count. */
    private static final String MATCHING = """
             where ($1::uuid is null or b.member_id = $1) and ($2::uuid is null or b.distributor = $2)
               and ($3::timestamptz is null or (b.bound_from <= $3 and (b.bound_to is null or b.bound_to > $3)))
               and ($4::uuid is null or d.tier = $4) and ($5::text is null or l.size = $5)
               and ($6::text is null or l.activity = $6)
            """;

    private static final String PAGE = SHEET + MATCHING + "order by b.bound_from desc, b.id desc limit $7 offset $8";

    private static final String COUNT = """
            select count(*) as total
              from distribution_customer_binding b
              join distribution_distributor d on d.id = b.distributor
              left join distribution_layer l on l.distributor = b.distributor
            """ + MATCHING;

    private static final String ONE = SHEET + "where b.id = $1";

    /** The scope is in the query: a distributor's own customers, those who are his now. */
    private static final String OWN = SHEET + """
             where b.distributor = $1 and b.bound_from <= $2 and (b.bound_to is null or b.bound_to > $2)
               and ($3::timestamptz is null or (b.bound_from, b.id) < ($3, $4::uuid))
             order by b.bound_from desc, b.id desc
             limit $5""";

    /** One row of history. */
    public record Sheet(
            UUID id,
            MemberId member,
            DistributorId distributor,
            String distributorName,
            UUID tier,
            String tierName,
            Optional<DistributorLayer> layer,
            Instant from,
            Optional<Instant> to,
            Optional<Instant> protectedUntil,
            String reason,
            Optional<String> note,
            int policyVersion,
            Optional<String> token,
            Optional<UUID> takenFrom,
            String actorKind,
            String actorName,
            Optional<Instant> closedAt,
            Optional<String> closedReason) {

        public Cursor cursor() {
            return new Cursor(from, id);
        }
    }

    /** What staff search by; an absent value matches all. */
    public record Filter(
            @Nullable UUID member,
            @Nullable UUID distributor,
            @Nullable Instant inForceAt,
            @Nullable UUID tier,
            @Nullable Size size,
            @Nullable Activity activity) {}

    public Uni<List<Sheet>> page(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                PAGE,
                BindingPages::sheet,
                filter.member(),
                filter.distributor(),
                filter.inForceAt(),
                filter.tier(),
                filter.size(),
                filter.activity(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                filter.member(),
                filter.distributor(),
                filter.inForceAt(),
                filter.tier(),
                filter.size(),
                filter.activity());
    }

    public Uni<Sheet> one(Sql sql, UUID id) {
        return sql.one(ONE, BindingPages::sheet, id);
    }

    public Uni<List<Sheet>> own(Sql sql, DistributorId distributor, Instant now, Optional<Cursor> after, int limit) {
        return sql.list(
                OWN,
                BindingPages::sheet,
                distributor,
                now,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getUUID("id"),
                new MemberId(row.getUUID("member_id")),
                new DistributorId(row.getUUID("distributor")),
                row.getString("shown_name"),
                row.getUUID("tier"),
                row.getString("tier_name"),
                LayerStore.layer(row),
                Columns.instant(row, "bound_from"),
                Columns.optionalInstant(row, "bound_to"),
                Columns.optionalInstant(row, "protected_until"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("note")),
                row.getInteger("policy_version"),
                Optional.ofNullable(row.getString("token")),
                Optional.ofNullable(row.getUUID("taken_from")),
                row.getString("actor_kind"),
                row.getString("actor_name"),
                Columns.optionalInstant(row, "closed_at"),
                Optional.ofNullable(row.getString("closed_reason")));
    }
}
