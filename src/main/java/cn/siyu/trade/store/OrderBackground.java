package cn.siyu.trade.store;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorClaim.Inviter;
import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim;
import cn.siyu.koc.KocPayout;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.Origin.Candidate;
import cn.siyu.trade.Terms;
import cn.siyu.trade.domain.NewOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From whom an order came and on which terms it was sold: written with the order, never changed, never computed again. */
@Singleton
public class OrderBackground {

    /** Columns of a row of {@code trade_order_terms} under the name {@code t}. */
    static final String TERMS_COLUMNS = """
        t.kind, t.activity_id, t.hold_id, t.unit_fen, t.commission, t.commission_bp, t.community_id as terms_community_id,
        t.pay_by as terms_pay_by, t.shown_text as terms_text\
        """;

    /** Columns of a row of {@code trade_order_origin} under the name {@code g}. */
    static final String ORIGIN_COLUMNS = """
        g.source, g.acquisition, g.token, g.distributor_id, g.distributor_member_id, g.tier_id, g.tier_name,
        g.distributor_bp, g.team_id, g.customer_binding_id, g.koc_binding_id, g.koc_id, g.koc_member_id, g.seller_id,
        g.seller_distributor_id, g.community_id, g.pool_bp, g.seller_share_bp, g.koc_share_bp, g.split_version, g.koc_by,
        g.pool_floor_fen, g.koc_payout, g.koc_gift_id, g.shared_bp, g.inviter_id, g.inviter_member_id, g.inviter_bp,
        g.candidates::text as candidates\
        """;

    private static final String INSERT_TERMS = """
        insert into trade_order_terms (
               order_id, kind, activity_id, hold_id, unit_fen, commission, commission_bp, community_id, pay_by, shown_text)
        select order_id, kind, activity_id, hold_id, unit_fen, commission, commission_bp, community_id, pay_by, shown_text
          from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::int[], $8::uuid[],
                      $9::timestamptz[], $10::text[])
               as n (order_id, kind, activity_id, hold_id, unit_fen, commission, commission_bp, community_id, pay_by, shown_text)\
        """;

    /** Most orders were brought by nobody: only claims are spelled out. */
    private static final String INSERT_ORIGINS = """
        insert into trade_order_origin (
               order_id, placed_at, source, acquisition, token, distributor_id, distributor_member_id, tier_id, tier_name,
               distributor_bp, team_id, customer_binding_id, koc_binding_id, koc_id, koc_member_id, seller_id,
               seller_distributor_id, community_id, pool_bp, seller_share_bp, koc_share_bp, split_version, koc_by,
               pool_floor_fen, koc_payout, koc_gift_id, shared_bp, inviter_id, inviter_member_id, inviter_bp, candidates)
        select n.order_id, $1, n.source, n.acquisition, n.token, c.distributor_id, c.distributor_member_id, c.tier_id, c.tier_name,
               c.distributor_bp, c.team_id, c.customer_binding_id, c.koc_binding_id, c.koc_id, c.koc_member_id, c.seller_id,
               c.seller_distributor_id, c.community_id, c.pool_bp, c.seller_share_bp, c.koc_share_bp, c.split_version, c.koc_by,
               c.pool_floor_fen, c.koc_payout, c.koc_gift_id, n.shared_bp, c.inviter_id, c.inviter_member_id, c.inviter_bp,
               n.candidates::jsonb
          from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[])
               as n (order_id, source, acquisition, token, shared_bp, candidates, claims)
          left join lateral jsonb_to_record(n.claims::jsonb)
               as c (distributor_id uuid, distributor_member_id uuid, tier_id uuid, tier_name text, distributor_bp int,
                     team_id uuid, customer_binding_id uuid, koc_binding_id uuid, koc_id uuid, koc_member_id uuid,
                     seller_id uuid, seller_distributor_id uuid, community_id uuid, pool_bp int, seller_share_bp int,
                     koc_share_bp int, split_version int, koc_by text, pool_floor_fen bigint, koc_payout text,
                     koc_gift_id uuid, inviter_id uuid, inviter_member_id uuid, inviter_bp int)
            on n.claims is not null\
        """;

    private static final TypeReference<List<Candidate>> CANDIDATES = new TypeReference<>() {};

    private final ObjectMapper json;

    @Inject
    OrderBackground(ObjectMapper json) {
        this.json = json;
    }

    Uni<Void> insert(Tx tx, List<NewOrder> orders, Instant now) {
        return tx.together(() -> insertOrigins(tx, orders, now), () -> insertTerms(tx, orders));
    }

    private Uni<Integer> insertOrigins(Tx tx, List<NewOrder> orders, Instant now) {
        return tx.execute(
                INSERT_ORIGINS,
                now,
                orders.stream().map(each -> each.order().id()).toList(),
                orders.stream().map(each -> each.origin().source()).toList(),
                orders.stream().map(each -> each.origin().acquisition()).toList(),
                orders.stream().map(each -> each.origin().token().orElse(null)).toList(),
                orders.stream().map(each -> each.origin().shared().orElse(null)).toList(),
                orders.stream().map(each -> write(each.origin().candidates())).toList(),
                orders.stream().map(each -> claims(each.origin())).toList());
    }

    private static Uni<Integer> insertTerms(Tx tx, List<NewOrder> orders) {
        var held = orders.stream().filter(each -> each.terms().isPresent()).toList();
        var terms = held.stream().flatMap(each -> each.terms().stream()).toList();
        return terms.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        INSERT_TERMS,
                        held.stream().map(each -> each.order().id()).toList(),
                        terms.stream().map(Terms::kind).toList(),
                        terms.stream().map(Terms::activity).toList(),
                        terms.stream().map(Terms::hold).toList(),
                        terms.stream().map(Terms::unitPrice).toList(),
                        terms.stream().map(Terms::commission).toList(),
                        terms.stream()
                                .map(each -> each.commissionRate().orElse(null))
                                .toList(),
                        terms.stream()
                                .map(each -> each.community().orElse(null))
                                .toList(),
                        terms.stream().map(Terms::payBy).toList(),
                        terms.stream().map(Terms::shownText).toList());
    }

    /** Whose sale it is, as JSON; null: nobody's. */
    private @Nullable String claims(Origin origin) {
        if (origin.distributor().isEmpty() && origin.koc().isEmpty()) {
            return null;
        }
        var row = new HashMap<String, @Nullable Object>();
        origin.distributor().ifPresent(claim -> {
            row.put("distributor_id", claim.distributor().value());
            row.put("distributor_member_id", claim.member().value());
            row.put("tier_id", claim.tier());
            row.put("tier_name", claim.tierName());
            row.put("distributor_bp", claim.rate().basisPoints());
            row.put("team_id", claim.team().orElse(null));
            row.put("customer_binding_id", claim.binding().orElse(null));
            claim.inviter().ifPresent(inviter -> {
                row.put("inviter_id", inviter.distributor().value());
                row.put("inviter_member_id", inviter.member().value());
                row.put("inviter_bp", inviter.rate().basisPoints());
            });
        });
        origin.koc().ifPresent(claim -> {
            row.put("koc_binding_id", claim.binding());
            row.put("koc_id", claim.koc());
            row.put("koc_member_id", claim.kocMember().value());
            row.put("seller_id", claim.seller());
            row.put("seller_distributor_id", claim.sellerDistributor());
            row.put("community_id", claim.community().value());
            row.put("pool_bp", claim.pool().basisPoints());
            row.put("seller_share_bp", claim.sellerShare().basisPoints());
            row.put("koc_share_bp", claim.kocShare().basisPoints());
            row.put("split_version", claim.splitVersion());
            row.put("koc_by", claim.by().name());
            row.put("pool_floor_fen", claim.floor().fen());
            row.put("koc_payout", claim.payout().name());
            row.put("koc_gift_id", claim.gift());
        });
        return write(row);
    }

    /** The terms of a row that was joined with {@link #TERMS_COLUMNS}. */
    static Optional<Terms> terms(Row row) {
        return Optional.ofNullable(row.getString("kind"))
                .map(kind -> new Terms(
                        kind,
                        row.getUUID("activity_id"),
                        row.getUUID("hold_id"),
                        Columns.money(row, "unit_fen"),
                        Columns.constant(row, "commission", Terms.Commission.class),
                        Optional.ofNullable(row.getInteger("commission_bp")).map(Rate::new),
                        Optional.ofNullable(row.getUUID("terms_community_id")).map(CommunityId::new),
                        Columns.instant(row, "terms_pay_by"),
                        row.getString("terms_text")));
    }

    /** The origin of a row that was joined with {@link #ORIGIN_COLUMNS}; orders of old have none written down. */
    Origin origin(Row row) {
        if (row.getString("source") == null) {
            return Origin.none("DIRECT", List.of());
        }
        return new Origin(
                Columns.constant(row, "source", Origin.Source.class),
                row.getString("acquisition"),
                Optional.ofNullable(row.getString("token")),
                Optional.ofNullable(row.getUUID("distributor_id")).map(id -> distributor(row, id)),
                Optional.ofNullable(row.getUUID("koc_id")).map(id -> koc(row, id)),
                Optional.ofNullable(row.getInteger("shared_bp")).map(Rate::new),
                read(row.getString("candidates")));
    }

    private static DistributorClaim distributor(Row row, UUID id) {
        return new DistributorClaim(
                new DistributorId(id),
                new MemberId(row.getUUID("distributor_member_id")),
                row.getUUID("tier_id"),
                row.getString("tier_name"),
                new Rate(row.getInteger("distributor_bp")),
                Optional.ofNullable(row.getUUID("team_id")),
                Optional.ofNullable(row.getUUID("customer_binding_id")),
                Optional.ofNullable(row.getUUID("inviter_id"))
                        .map(inviter -> new Inviter(
                                new DistributorId(inviter),
                                new MemberId(row.getUUID("inviter_member_id")),
                                new Rate(row.getInteger("inviter_bp")))));
    }

    private static KocClaim koc(Row row, UUID id) {
        return new KocClaim(
                row.getUUID("koc_binding_id"),
                id,
                new MemberId(row.getUUID("koc_member_id")),
                row.getUUID("seller_id"),
                row.getUUID("seller_distributor_id"),
                new CommunityId(row.getUUID("community_id")),
                new Rate(row.getInteger("pool_bp")),
                new Rate(row.getInteger("seller_share_bp")),
                new Rate(row.getInteger("koc_share_bp")),
                Optional.ofNullable(row.getLong("pool_floor_fen"))
                        .map(Money::new)
                        .orElse(Money.ZERO),
                Optional.ofNullable(row.getString("koc_payout"))
                        .map(KocPayout::valueOf)
                        .orElse(KocPayout.LABOUR),
                row.getUUID("koc_gift_id"),
                row.getInteger("split_version"),
                Columns.constant(row, "koc_by", KocClaim.By.class));
    }

    private List<Candidate> read(String candidates) {
        try {
            return json.readValue(candidates, CANDIDATES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("candidates of an order do not read", e);
        }
    }

    private String write(Object rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the background of an order does not write", e);
        }
    }
}
