package cn.siyu.sharing.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks.Wish;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** Rows of tokens: written once, revoked once, never changed otherwise. */
@Singleton
public class LinkStore {

    static final String COLUMNS = """
            t.token, t.sharer_kind, t.sharer_id, t.member_id, t.community_id, t.spu_id, t.activity_id, t.buy_group_id, t.source,
            t.text, t.minted_at, t.expires_at, t.revoked_at
            """;

    private static final String FIND = "select " + SuccessionStore.RESOLVED + " from sharing_token t "
            + SuccessionStore.at("$2") + " where t.token = $1";

    /** Not one that leads to a successor now. */
    private static final String LIVING = "select " + COLUMNS + " from sharing_token t " + SuccessionStore.at("$12")
            + """
             where t.sharer_kind = $1 and t.sharer_id = $2 and t.member_id = $3
               and t.community_id is not distinct from $4::uuid and t.spu_id is not distinct from $5::uuid
               and t.activity_id is not distinct from $6::uuid and t.buy_group_id is not distinct from $7::uuid
               and t.source = $8 and t.text is not distinct from $9::text
               and t.expires_at is not distinct from $10::timestamptz and t.material_id is not distinct from $11::uuid
               and t.revoked_at is null and
            """ + SuccessionStore.own("$12") + " order by t.minted_at desc limit 1";

    /** Whoever mints the same at the same time comes second and finds nothing inserted. */
    private static final String INSERT = """
            insert into sharing_token as t (
                   token, id, sharer_kind, sharer_id, member_id, community_id, spu_id, activity_id, buy_group_id, source,
                   text, minted_at, expires_at, material_id, minted_since)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
            """ + SuccessionStore.since("$3", "$4", "$12") + """
            )
                on conflict do nothing
            returning
            """ + COLUMNS;

    private static final String REVOKE = """
            update sharing_token as t
               set revoked_at = $2, revoked_by = $3, revoke_reason = $4
             where t.token = $1 and t.revoked_at is null
            returning
            """ + COLUMNS;

    private static final String REVOKE_THESE = """
            update sharing_token
               set revoked_at = $2, revoke_reason = $3
             where token = any($1::text[]) and revoked_at is null""";

    private static final String REVOKE_ALL = """
            update sharing_token
               set revoked_at = $3, revoke_reason = $4
             where sharer_kind = $1 and sharer_id = $2 and revoked_at is null
               and not exists (
                   select from sharing_succession s
                    where s.sharer_kind = $1 and s.sharer_id = $2 and s.successor_id <> $2 and s.valid_to > $3
                      and s.minted_before > sharing_token.minted_at)""";

    /** As it is at that instant, when its maker may have handed over; null when there is none. */
    public Uni<ShareLink> find(Sql sql, String token, Instant now) {
        return sql.one(FIND, LinkStore::link, token, now);
    }

    /** The unrevoked token of just this meaning that is its maker's own; null when there is none. */
    public Uni<ShareLink> living(Sql sql, Wish wish, Instant now) {
        return sql.one(
                LIVING,
                LinkStore::link,
                wish.sharer().kind(),
                wish.sharer().id(),
                wish.sharer().member(),
                wish.sharer().community().orElse(null),
                wish.target().spu().orElse(null),
                wish.target().activity().orElse(null),
                wish.target().buyGroup().orElse(null),
                wish.source(),
                wish.text().orElse(null),
                wish.expiresAt().orElse(null),
                wish.material().orElse(null),
                now);
    }

    /** Null when somebody has minted the same meanwhile. */
    public Uni<ShareLink> insert(Tx tx, String token, Wish wish, Instant now) {
        return tx.one(
                INSERT,
                LinkStore::link,
                token,
                Ids.next(),
                wish.sharer().kind(),
                wish.sharer().id(),
                wish.sharer().member(),
                wish.sharer().community().orElse(null),
                wish.target().spu().orElse(null),
                wish.target().activity().orElse(null),
                wish.target().buyGroup().orElse(null),
                wish.source(),
                wish.text().orElse(null),
                now,
                wish.expiresAt().orElse(null),
                wish.material().orElse(null));
    }

    /** Null when there is none or it was revoked before. */
    public Uni<ShareLink> revoke(Tx tx, String token, UUID by, String reason, Instant now) {
        return tx.one(REVOKE, LinkStore::link, token, now, by, reason);
    }

    public Uni<Integer> revoke(Tx tx, Collection<String> tokens, String reason, Instant now) {
        return tx.execute(REVOKE_THESE, tokens, now, reason);
    }

    /** What leads to a successor is his by now, and stays. */
    public Uni<Integer> revokeAll(Tx tx, Sharer.Kind kind, UUID sharer, String reason, Instant now) {
        return tx.execute(REVOKE_ALL, kind, sharer, now, reason);
    }

    static ShareLink link(Row row) {
        return new ShareLink(
                row.getString("token"),
                new Sharer(
                        Columns.constant(row, "sharer_kind", Sharer.Kind.class),
                        row.getUUID("sharer_id"),
                        row.getUUID("member_id"),
                        optional(row, "community_id")),
                new ShareLink.Target(
                        optional(row, "spu_id"), optional(row, "activity_id"), optional(row, "buy_group_id")),
                row.getString("source"),
                Optional.ofNullable(row.getString("text")),
                Columns.instant(row, "minted_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "revoked_at"));
    }

    private static Optional<UUID> optional(Row row, String column) {
        return Optional.ofNullable(row.getUUID(column));
    }
}
