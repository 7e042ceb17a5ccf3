package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which links were made for which material (D12). */
@Singleton
public class MaterialTokenStore {

    private static final String KEEP = """
            insert into koc_material_token (token, material_id, person_id, community_id, minted_at, expires_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict on constraint koc_material_token_pk do nothing""";

    private static final String LIVING = """
            select distinct on (material_id, community_id) token, material_id, community_id, expires_at
              from koc_material_token
             where person_id = any($1::uuid[]) and community_id = any($2::uuid[]) and revoked_at is null and expires_at > $3
             order by material_id, community_id, minted_at desc""";

    private static final String REVOKE = """
            update koc_material_token set revoked_at = $2
             where material_id = $1 and revoked_at is null and expires_at > $2
            returning token""";

    /** A link that lives, for a material in a community. */
    public record Living(String token, UUID material, CommunityId community, Instant expiresAt) {}

    /** A link that is known already changes nothing. */
    public Uni<Integer> keep(
            Tx tx, String token, UUID material, UUID person, CommunityId community, Instant now, Instant until) {
        return tx.execute(KEEP, token, material, person, community, now, until);
    }

    public Uni<List<Living>> living(
            Sql sql, Collection<UUID> persons, Collection<CommunityId> communities, Instant now) {
        return sql.list(
                LIVING,
                row -> new Living(
                        row.getString("token"),
                        row.getUUID("material_id"),
                        new CommunityId(row.getUUID("community_id")),
                        Columns.instant(row, "expires_at")),
                persons,
                communities,
                now);
    }

    /** Answers those that lived until now. */
    public Uni<List<String>> revoke(Tx tx, UUID material, Instant now) {
        return tx.list(REVOKE, row -> row.getString("token"), material, now);
    }
}
