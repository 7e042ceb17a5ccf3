package cn.siyu.identity.store;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The sample of each role. */
@Singleton
public class SampleStaffStore {

    private static final String MISSING = """
            select role from unnest($1::text[]) as role
             where not exists (select 1 from identity_staff s where s.username = role)""";

    private static final String PLANT = """
            insert into identity_staff (id, username, display_name, password_hash, roles, org_unit_id, state, created_at, updated_at)
            select id, role, role, $3, array[role], $4, 'ENABLED', $5, $5
              from unnest($1::uuid[], $2::text[]) as sample (id, role)
            on conflict on constraint identity_staff_username_uk do nothing""";

    public Uni<List<String>> missing(Tx tx, List<String> roles) {
        return tx.list(MISSING, row -> row.getString("role"), roles);
    }

    /** One for each role, named like it; whoever is there already stays. */
    public Uni<Integer> plant(Tx tx, List<UUID> ids, List<String> roles, String hash, UUID unit, Instant now) {
        return tx.execute(PLANT, ids, roles, hash, unit, now);
    }
}
