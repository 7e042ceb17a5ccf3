package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** KOCs: members with the name under which they serve. */
@Singleton
public class KocStore {

    /** The name that is there stays: it is the KOC's, not that of whoever asks next. */
    private static final String KNOWN = """
            insert into koc_koc (id, member_id, name) values ($1, $2, $3)
            on conflict on constraint koc_koc_member_uk do update set name = koc_koc.name
            returning id""";

    private static final String ACCEPTED = "update koc_koc set since = $2 where id = $1 and since is null";

    private static final String MEMBER_OF = "select member_id from koc_koc where id = $1";

    private static final String IDLE = """
            select k.id
              from koc_koc k
             where k.id = any($1::uuid[])
               and not exists (select from koc_binding b where b.koc_id = k.id and b.state in ('ACTIVE', 'PAUSED'))
             order by k.id""";

    private static final String IS_PARTNER = """
            select exists (select from koc_seller where member_id = $1 and state = 'ACTIVE')
                or exists (select from koc_koc where member_id = $1 and since is not null) as found""";

    /** The KOC whom this member is; made when he is none yet. */
    public Uni<UUID> known(Tx tx, UUID id, MemberId member, String name) {
        return tx.one(KNOWN, row -> row.getUUID("id"), id, member, name);
    }

    public Uni<Integer> accepted(Tx tx, UUID koc, Instant now) {
        return tx.execute(ACCEPTED, koc, now);
    }

    public Uni<MemberId> member(Sql sql, UUID koc) {
        return sql.one(MEMBER_OF, row -> new MemberId(row.getUUID("member_id")), koc);
    }

    /** Those of them who serve nobody any more. */
    public Uni<List<UUID>> idle(Sql sql, Collection<UUID> kocs) {
        return sql.list(IDLE, row -> row.getUUID("id"), kocs);
    }

    /** Whether the member is a seller, or has ever been a KOC. */
    public Uni<Boolean> isPartner(Sql sql, MemberId member) {
        return sql.one(IS_PARTNER, row -> row.getBoolean("found"), member);
    }
}
