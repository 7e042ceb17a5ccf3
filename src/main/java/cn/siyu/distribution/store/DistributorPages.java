package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.distribution.DistributorType;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.Distributor.IdentityCheck;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.domain.Team;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Distributors and applications as screens show them: projections, read only. */
@Singleton
public class DistributorPages {

    private static final String FROM = """
              from distribution_distributor d
              left join distribution_tier t on t.id = d.tier
              left join distribution_team_membership m on m.distributor = d.id and m.left_at is null
              left join distribution_layer l on l.distributor = d.id
            """;

    private static final String SHEET = """
            select d.id, d.member_id, d.state, d.shown_name, d.name_sealed, d.phone_sealed, d.agreement_version, d.inviter,
                   d.source, d.identity_check, d.tier, t.name as tier_name, d.promo_code, d.applied_at, d.activated_at,
                   d.state_at, d.state_reason, d.engagement, d.agreed_at, d.owner_id,
                   d.owner_name, d.trial_until, d.trial_orders, d.identity_result, d.identity_source, d.identity_by, d.identity_at,
                   d.version, l.size, l.activity, l.customers, l.orders, l.last_order_at, l.counted_at, m.team, g.name as team_name, m.role as team_role, r.rate_bp
            """ + FROM + """
              left join distribution_team g on g.id = m.team
              left join lateral (select rate_bp
                                   from distribution_tier_rate
                                  where tier = d.tier and valid_from <= $1
                                  order by valid_from desc
                                  limit 1) r on true
            """;

    private static final String MATCHING = """
             where (d.state = any($2::text[])) and ($3::uuid is null or d.tier = $3)
               and ($4::uuid is null or m.team = $4) and ($5::uuid is null or d.member_id = $5)
               and ($6::text is null or d.promo_code = $6) and ($7::uuid is null or d.owner_id = $7)
               and ($8::text is null or l.size = $8) and ($9::text is null or l.activity = $9)
               and (not $10::boolean or d.trial_until is not null)
            """;

    private static final String PAGE = SHEET + MATCHING + "order by d.applied_at desc, d.id desc limit $11 offset $12";

    private static final String COUNT =
            "select count(*) as total " + FROM + MATCHING + " and $1::timestamptz is not null";

    private static final String ONE = SHEET + "where d.id = $2";

    /** What he is now stands before what he was. */
    private static final String OF_MEMBER =
            SHEET + "where d.member_id = $2 order by d.state in ('REJECTED', 'TERMINATED'), d.applied_at desc limit 1";

    /** A distributor or application with everything about it; name and phone are sealed. */
    public record Sheet(
            DistributorId id,
            MemberId member,
            Kind state,
            String shownName,
            String nameSealed,
            String phoneSealed,
            String agreementVersion,
            Optional<UUID> inviter,
            String source,
            IdentityCheck identityCheck,
            Optional<UUID> tier,
            Optional<String> tierName,
            Optional<Rate> rate,
            Optional<String> promoCode,
            Optional<UUID> team,
            Optional<String> teamName,
            DistributorType type,
            Instant appliedAt,
            Optional<Instant> activatedAt,
            Instant stateAt,
            Optional<String> stateReason,
            Care care,
            Optional<DistributorLayer> layer,
            long version) {}

    /**
     * What is kept of him beside his standing.
     *
     * @param ownerId who of the staff looks after him
     */
    public record Care(
            Engagement engagement,
            Instant agreedAt,
            Optional<UUID> ownerId,
            Optional<String> ownerName,
            Optional<Instant> trialUntil,
            Optional<Integer> trialOrders,
            Optional<Checked> identity) {}

    /** What came of a check of who he is. */
    public record Checked(String result, String source, String by, Instant at) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            Collection<Kind> states,
            @Nullable UUID tier,
            @Nullable UUID team,
            @Nullable UUID member,
            @Nullable String promoCode,
            @Nullable UUID owner,
            @Nullable Size size,
            @Nullable Activity activity,
            boolean onTrial) {

        /** By state and member alone. */
        public static Filter of(Collection<Kind> states, @Nullable UUID member) {
            return new Filter(states, null, null, member, null, null, null, null, false);
        }
    }

    public Uni<List<Sheet>> page(Sql sql, Filter filter, Instant now, int page, int size) {
        return sql.list(
                PAGE,
                DistributorPages::sheet,
                now,
                filter.states(),
                filter.tier(),
                filter.team(),
                filter.member(),
                filter.promoCode(),
                filter.owner(),
                filter.size(),
                filter.activity(),
                filter.onTrial(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter, Instant now) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                now,
                filter.states(),
                filter.tier(),
                filter.team(),
                filter.member(),
                filter.promoCode(),
                filter.owner(),
                filter.size(),
                filter.activity(),
                filter.onTrial());
    }

    public Uni<Sheet> one(Sql sql, DistributorId id, Instant now) {
        return sql.one(ONE, DistributorPages::sheet, now, id);
    }

    public Uni<Optional<Sheet>> ofMember(Sql sql, MemberId member, Instant now) {
        return sql.one(OF_MEMBER, DistributorPages::sheet, now, member).map(Optional::ofNullable);
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                Columns.constant(row, "state", Kind.class),
                row.getString("shown_name"),
                row.getString("name_sealed"),
                row.getString("phone_sealed"),
                row.getString("agreement_version"),
                Optional.ofNullable(row.getUUID("inviter")),
                row.getString("source"),
                Columns.constant(row, "identity_check", IdentityCheck.class),
                Optional.ofNullable(row.getUUID("tier")),
                Optional.ofNullable(row.getString("tier_name")),
                Optional.ofNullable(row.getInteger("rate_bp")).map(Rate::new),
                Optional.ofNullable(row.getString("promo_code")),
                Optional.ofNullable(row.getUUID("team")),
                Optional.ofNullable(row.getString("team_name")),
                Columns.constant(row, "engagement", Engagement.class)
                        .type(Optional.ofNullable(row.getString("team_role")).map(Team.Role::valueOf)),
                Columns.instant(row, "applied_at"),
                Columns.optionalInstant(row, "activated_at"),
                Columns.instant(row, "state_at"),
                Optional.ofNullable(row.getString("state_reason")),
                care(row),
                LayerStore.layer(row),
                row.getLong("version"));
    }

    private static Care care(Row row) {
        return new Care(
                Columns.constant(row, "engagement", Engagement.class),
                Columns.instant(row, "agreed_at"),
                Optional.ofNullable(row.getUUID("owner_id")),
                Optional.ofNullable(row.getString("owner_name")),
                Columns.optionalInstant(row, "trial_until"),
                Optional.ofNullable(row.getInteger("trial_orders")),
                Optional.ofNullable(row.getString("identity_result"))
                        .map(result -> new Checked(
                                result,
                                row.getString("identity_source"),
                                row.getString("identity_by"),
                                Columns.instant(row, "identity_at"))));
    }
}
