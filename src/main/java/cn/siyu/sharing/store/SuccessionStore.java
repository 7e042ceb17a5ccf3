package cn.siyu.sharing.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who stands for whom: read with the link, so that what a link means goes by the instant at which it is asked. */
@Singleton
public class SuccessionStore {

    /**
     * Of a token {@code t} at the instant {@code %s}: a link whose maker has handed over is his successor's, and ends with the
     * grace; one that has come back to him stands for himself without an end. What was over before it began counts last: of two
     * handovers that cross each other the later written may begin first.
     */
    private static final String OF_TOKEN = """
            left join lateral (
                select n.successor_id, n.successor_member, n.valid_to
                  from sharing_succession n
                 where n.sharer_kind = t.sharer_kind and n.sharer_id = t.sharer_id and n.minted_before > t.minted_at
                   and n.valid_from <= %s
                 order by n.valid_from < n.valid_to desc, n.valid_from desc, n.valid_to desc
                 limit 1) s on true
            """;

    static final String RESOLVED = """
            t.token, t.sharer_kind, coalesce(s.successor_id, t.sharer_id) as sharer_id,
            coalesce(s.successor_member, t.member_id) as member_id, t.community_id, t.spu_id, t.activity_id, t.buy_group_id,
            t.source, t.text, t.minted_at, least(t.expires_at, nullif(s.valid_to, 'infinity')) as expires_at, t.revoked_at
            """;

    /** Of a token with {@link #at}: its maker's own at that instant, {@code %s}. */
    private static final String OWN = "(s.successor_id is null or (s.successor_id = t.sharer_id and s.valid_to > %s))";

    /** When somebody had last handed over by an instant: kind, sharer and instant are the three parameters. */
    private static final String SINCE = """
            (select coalesce(max(n.minted_before), '-infinity')
               from sharing_succession n
              where n.sharer_kind = %s and n.sharer_id = %s and n.minted_before <= %s)""";

    private static final String ACTIVE = """
            select count(*) as n
              from sharing_token
             where sharer_kind = $1 and sharer_id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)""";

    /** For which others he stands already; their links go on to whoever stands for him, and may come back to their makers by that. */
    private static final String INHERITED = """
            select sharer_id, minted_before, valid_to
              from sharing_succession
             where sharer_kind = $1 and successor_id = $2 and valid_to > $3 and sharer_id <> $2
             order by sharer_id
               for update""";

    /** What was said of him before, and what he stands for: both are over at that instant. */
    private static final String CLOSE = """
            update sharing_succession
               set valid_to = greatest($3, valid_from)
             where sharer_kind = $1 and (sharer_id = $2 or successor_id = $2) and valid_to > $3""";

    private static final String BEGIN = """
            insert into sharing_succession (
                   id, sharer_kind, sharer_id, successor_id, successor_member, minted_before, valid_from, valid_to)
            select n.id, $4, n.sharer_id, $5, $6, n.minted_before, $7,
                   case when n.sharer_id = $5 then 'infinity' else n.valid_to end
              from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $8::timestamptz[])
                   as n (id, sharer_id, minted_before, valid_to)""";

    /** Nobody's links lead to him any more. */
    private static final String END = """
            update sharing_succession
               set valid_to = greatest($3, valid_from)
             where sharer_kind = $1 and successor_id = $2 and valid_to > $3""";

    private record Stand(UUID sharer, Instant mintedBefore, Instant until) {}

    /** @param at the parameter that holds the instant, such as {@code $2} */
    static String at(String at) {
        return OF_TOKEN.formatted(at);
    }

    /** @param at the parameter that holds the instant */
    static String own(String at) {
        return OWN.formatted(at);
    }

    /** The three parameters that hold kind, sharer and instant. */
    static String since(String kind, String sharer, String at) {
        return SINCE.formatted(kind, sharer, at);
    }

    /** How many of somebody's own links live. */
    public Uni<Long> active(Sql sql, Sharer.Kind kind, UUID sharer, Instant now) {
        return sql.one(ACTIVE, row -> row.getLong("n"), kind, sharer, now);
    }

    /** From {@code at} on the one stands for the other, and for whomever that one stood. */
    public Uni<Void> begin(
            Tx tx, Sharer.Kind kind, UUID sharer, UUID successor, Optional<UUID> member, Instant at, Instant until) {
        return tx.list(
                        INHERITED,
                        row -> new Stand(
                                row.getUUID("sharer_id"),
                                Columns.instant(row, "minted_before"),
                                Columns.instant(row, "valid_to")),
                        kind,
                        sharer,
                        at)
                .call(() -> tx.execute(CLOSE, kind, sharer, at))
                .chain(inherited ->
                        begin(tx, kind, with(inherited, new Stand(sharer, at, until)), successor, member, at));
    }

    private static Uni<Void> begin(
            Tx tx, Sharer.Kind kind, List<Stand> all, UUID successor, Optional<UUID> member, Instant at) {
        return tx.execute(
                        BEGIN,
                        all.stream().map(_ -> Ids.next()).toList(),
                        all.stream().map(Stand::sharer).toList(),
                        all.stream().map(Stand::mintedBefore).toList(),
                        kind,
                        successor,
                        member.orElse(null),
                        at,
                        all.stream().map(Stand::until).toList())
                .replaceWithVoid();
    }

    private static List<Stand> with(List<Stand> inherited, Stand own) {
        var all = new ArrayList<>(inherited);
        all.add(own);
        return all;
    }

    public Uni<Integer> end(Tx tx, Sharer.Kind kind, UUID successor, Instant at) {
        return tx.execute(END, kind, successor, at);
    }
}
