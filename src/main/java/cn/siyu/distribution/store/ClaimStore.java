package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorClaim.Inviter;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors.Card;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Distributors as others ask for them: one statement each, for they are asked while orders are placed. */
@Singleton
public class ClaimStore {

    private static final String CLAIM = """
        select d.id, d.member_id, d.tier, t.name as tier_name, r.rate_bp, m.team,
               up.id as inviter, up.member_id as inviter_member, up.inviter_bp,
        """;

    /** {@code $2} is the instant at which the rate is in force. */
    private static final String OF_DISTRIBUTOR = """
          join distribution_tier t on t.id = d.tier
          join lateral (select rate_bp
                          from distribution_tier_rate
                         where tier = d.tier and valid_from <= $2
                         order by valid_from desc
                         limit 1) r on true
          left join distribution_team_membership m on m.distributor = d.id and m.left_at is null
          left join lateral (select i.id, i.member_id, c.inviter_bp
                               from (select max_depth, inviter_bp
                                       from distribution_compliance
                                      where since <= $2
                                      order by version desc
                                      limit 1) c
                               join distribution_distributor i on i.id = d.inviter and i.state = 'ACTIVE'
                              where c.max_depth = 2 and c.inviter_bp > 0) up on true
         where d.state = 'ACTIVE'
        """;

    private static final String BY_PROMO_CODE =
            CLAIM + "null::uuid as binding from distribution_distributor d" + OF_DISTRIBUTOR + "and d.promo_code = $1";

    private static final String BY_ID =
            CLAIM + "null::uuid as binding from distribution_distributor d" + OF_DISTRIBUTOR + "and d.id = $1";

    private static final String BY_BINDING = CLAIM + """
        b.id as binding
          from distribution_customer_binding b
          join distribution_distributor d on d.id = b.distributor
        """ + OF_DISTRIBUTOR + """
        and b.member_id = $1 and b.bound_from <= $2 and (b.bound_to is null or b.bound_to > $2)\
        """;

    private static final String BOUND = """
        select b.member_id
          from distribution_customer_binding b
         where b.member_id = any($1::uuid[]) and b.bound_from <= $2 and (b.bound_to is null or b.bound_to > $2)\
        """;

    private static final String CARD = """
        select d.id, d.member_id, d.shown_name, d.state, d.tier, t.name as tier_name, m.team
          from distribution_distributor d
          join distribution_tier t on t.id = d.tier
          left join distribution_team_membership m on m.distributor = d.id and m.left_at is null
        """;

    /** The latest life counts: one who ended and came back is what he is now. */
    private static final String CARD_OF_MEMBER =
            CARD + "where d.member_id = $1 order by d.state = 'TERMINATED', d.applied_at desc limit 1";

    private static final String CARDS = CARD + "where d.id = any($1::uuid[])";

    public Uni<Optional<DistributorClaim>> byPromoCode(Sql sql, String code, Instant now) {
        return sql.one(BY_PROMO_CODE, ClaimStore::claim, code, now).map(Optional::ofNullable);
    }

    public Uni<Optional<DistributorClaim>> byId(Sql sql, DistributorId id, Instant now) {
        return sql.one(BY_ID, ClaimStore::claim, id, now).map(Optional::ofNullable);
    }

    public Uni<Optional<DistributorClaim>> byBinding(Sql sql, MemberId customer, Instant now) {
        return sql.one(BY_BINDING, ClaimStore::claim, customer, now).map(Optional::ofNullable);
    }

    /** Those of these customers who are bound to somebody, in whatever state he is. */
    public Uni<List<MemberId>> bound(Sql sql, Collection<MemberId> customers, Instant now) {
        return sql.list(BOUND, row -> new MemberId(row.getUUID("member_id")), customers, now);
    }

    public Uni<Optional<Card>> cardOf(Sql sql, MemberId member) {
        return sql.one(CARD_OF_MEMBER, ClaimStore::card, member).map(Optional::ofNullable);
    }

    public Uni<List<Card>> cards(Sql sql, Collection<DistributorId> ids) {
        return sql.list(CARDS, ClaimStore::card, ids);
    }

    private static DistributorClaim claim(Row row) {
        return new DistributorClaim(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                row.getUUID("tier"),
                row.getString("tier_name"),
                new Rate(row.getInteger("rate_bp")),
                Optional.ofNullable(row.getUUID("team")),
                Optional.ofNullable(row.getUUID("binding")),
                Optional.ofNullable(row.getUUID("inviter"))
                        .map(inviter -> new Inviter(
                                new DistributorId(inviter),
                                new MemberId(row.getUUID("inviter_member")),
                                new Rate(row.getInteger("inviter_bp")))));
    }

    private static Card card(Row row) {
        return new Card(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                row.getString("shown_name"),
                row.getString("state"),
                row.getUUID("tier"),
                row.getString("tier_name"),
                Optional.ofNullable(row.getUUID("team")));
    }
}
