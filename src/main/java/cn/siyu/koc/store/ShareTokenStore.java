package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which links a seller or KOC has made. */
@Singleton
public class ShareTokenStore {

    private static final String KEEP = """
            insert into koc_share_token (token, person_id, community_id, minted_at) values ($1, $2, $3, $4)
            on conflict on constraint koc_share_token_pk do nothing""";

    private static final String LATEST = """
            select token
              from koc_share_token
             where person_id = any($1::uuid[])
             order by minted_at desc, token
             limit $2""";

    /** A link that is known already changes nothing. */
    public Uni<Integer> keep(Tx tx, String token, UUID person, CommunityId community, Instant now) {
        return tx.execute(KEEP, token, person, community, now);
    }

    public Uni<List<String>> latest(Sql sql, Collection<UUID> persons, int limit) {
        return sql.list(LATEST, row -> row.getString("token"), persons, limit);
    }
}
