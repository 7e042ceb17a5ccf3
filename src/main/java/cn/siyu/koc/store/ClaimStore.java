package cn.siyu.koc.store;

import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocPayout;
import cn.siyu.koc.domain.Serving;
import cn.siyu.koc.domain.Split;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What counts for an order at an instant: by ranges and pauses, not by today's state, so that a past instant reads the same. */
@Singleton
public class ClaimStore {

    /** More than anybody's communities have KOCs; the link's and the latest come first. */
    private static final int MOST = 500;

    private static final String SERVING = """
        with here as (
            select community_id, joined_at
              from koc_membership
             where member_id = $1 and joined_at <= $2 and (left_at is null or left_at > $2)
        ), asked as (
            select id from koc_binding where community_id in (select community_id from here)
            union
            select id from koc_binding where koc_id = $3::uuid
            union
            select id from koc_binding where seller_id = $3::uuid
        )
        select b.id, b.koc_id, k.member_id, b.seller_id, s.distributor_id, b.community_id, h.joined_at
          from asked a
          join koc_binding b on b.id = a.id
          join koc_koc k on k.id = b.koc_id
          join koc_seller s on s.id = b.seller_id
          left join here h on h.community_id = b.community_id
         where b.valid_from <= $2 and b.valid_to > $2
           and not exists (
               select from koc_binding_pause p
                where p.binding_id = b.id and p.paused_at <= $2 and (p.resumed_at is null or p.resumed_at > $2))
         order by (b.koc_id = $3::uuid or b.seller_id = $3::uuid) desc nulls last, h.joined_at desc nulls last, b.id
         limit $4\
        """;

    private static final String IN_ANY = """
        select distinct member_id
          from koc_membership
         where member_id = any($1::uuid[]) and joined_at <= $2 and (left_at is null or left_at > $2)\
        """;

    private static final String SPLIT_AT = """
        select version, pool_bp, seller_bp, koc_bp, floor_fen, koc_payout, gift_template_id
          from koc_split
         where valid_from <= $1
         order by version desc
         limit 1\
        """;

    private static final String IS_MEMBER = """
        select exists (
            select from koc_membership
             where member_id = $1 and community_id = $2 and joined_at <= $3 and (left_at is null or left_at > $3)
        ) as found\
        """;

    /** Of a community {@code m.community_id}: {@code $1} owns or serves it at {@code $3}. */
    private static final String LED = """
            (exists (
                 select from koc_community_owner w
                   join koc_seller s on s.id = w.seller_id
                  where w.community_id = m.community_id and w.valid_from <= $3
                    and (w.valid_to is null or w.valid_to > $3) and s.member_id = $1 and s.state = 'ACTIVE')
             or exists (
                 select from koc_binding b
                   join koc_koc k on k.id = b.koc_id
                  where b.community_id = m.community_id and b.state = 'ACTIVE' and b.valid_to > $3
                    and k.member_id = $1))
            """;

    private static final String IS_NEIGHBOUR = """
            select exists (
                select from koc_membership m
                 where m.member_id = $2 and m.joined_at <= $3 and (m.left_at is null or m.left_at > $3) and
            """ + LED + ") as found";

    private static final String IS_LED =
            "select exists (select from (values ($2::uuid)) as m (community_id) where " + LED + ") as found";

    private static final String EXISTS =
            "select exists (select from koc_community where id = $1 and state = 'ACTIVE') as found";

    /** @param sharer KOC or seller whose link was followed */
    public Uni<List<Serving>> serving(Sql sql, MemberId buyer, Optional<UUID> sharer, Instant now) {
        return sql.list(SERVING, ClaimStore::serving, buyer, now, sharer.orElse(null), MOST);
    }

    /** The rule in force at that instant. */
    public Uni<Split> split(Sql sql, Instant now) {
        return sql.one(SPLIT_AT, ClaimStore::split, now);
    }

    public Uni<List<MemberId>> inAny(Sql sql, Collection<MemberId> members, Instant now) {
        return sql.list(IN_ANY, row -> new MemberId(row.getUUID("member_id")), members, now);
    }

    public Uni<Boolean> isMember(Sql sql, MemberId member, CommunityId community, Instant now) {
        return sql.one(IS_MEMBER, row -> row.getBoolean("found"), member, community, now);
    }

    public Uni<Boolean> isNeighbour(Sql sql, MemberId partner, MemberId member, Instant now) {
        return sql.one(IS_NEIGHBOUR, row -> row.getBoolean("found"), partner, member, now);
    }

    public Uni<Boolean> isLed(Sql sql, CommunityId community, MemberId partner, Instant now) {
        return sql.one(IS_LED, row -> row.getBoolean("found"), partner, community, now);
    }

    public Uni<Boolean> exists(Sql sql, CommunityId community) {
        return sql.one(EXISTS, row -> row.getBoolean("found"), community);
    }

    private static Serving serving(Row row) {
        return new Serving(
                row.getUUID("id"),
                row.getUUID("koc_id"),
                new MemberId(row.getUUID("member_id")),
                row.getUUID("seller_id"),
                Optional.ofNullable(row.getUUID("distributor_id")),
                new CommunityId(row.getUUID("community_id")),
                Columns.optionalInstant(row, "joined_at"));
    }

    static Split split(Row row) {
        return new Split(
                row.getInteger("version"),
                new Rate(row.getInteger("pool_bp")),
                new Rate(row.getInteger("seller_bp")),
                new Rate(row.getInteger("koc_bp")),
                Columns.money(row, "floor_fen"),
                Columns.constant(row, "koc_payout", KocPayout.class),
                Optional.ofNullable(row.getUUID("gift_template_id")));
    }
}
