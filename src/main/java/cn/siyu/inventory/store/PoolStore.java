package cn.siyu.inventory.store;

import cn.siyu.inventory.domain.Pool;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Locations and their pools, but for those of activities: only {@code Allotments} moves what is in these. */
@Singleton
public class PoolStore {

    /** More than any shop has; lists of pools are not paged. */
    private static final int MOST = 1_000;

    private static final String POOLS = """
            select p.id, p.location, l.code, l.name, l.rank, p.channel
              from inventory_pool p
              join inventory_location l on l.id = p.location
             where p.activity is null
             order by l.rank, p.channel
             limit $1""";

    private static final String SOME = """
            select p.id, p.location, l.code, l.name, l.rank, p.channel
              from inventory_pool p
              join inventory_location l on l.id = p.location
             where p.id = any($1::uuid[]) and p.activity is null""";

    private static final String MAKE_LOCATION = """
            insert into inventory_location (id, code, name, rank, created_at)
            select $1, $2, $3, 1 + max(rank), $4 from inventory_location
            on conflict on constraint inventory_location_code_uk do nothing""";

    private static final String MAKE_POOL = """
            insert into inventory_pool (id, location, channel, created_at)
            select $1, id, $3, $4 from inventory_location where code = $2""";

    public Uni<List<Pool>> all(Sql sql) {
        return sql.list(POOLS, PoolStore::pool, MOST);
    }

    /** Those of these pools that exist. */
    public Uni<List<Pool>> some(Sql sql, Collection<UUID> ids) {
        return sql.list(SOME, PoolStore::pool, ids);
    }

    /** Adds a location behind all others, unless there is one of that code. */
    public Uni<Void> makeLocation(Tx tx, UUID id, String code, String name, Instant now) {
        return tx.execute(MAKE_LOCATION, id, code, name, now).replaceWithVoid();
    }

    public Uni<Void> makePool(Tx tx, UUID id, String locationCode, String channel, Instant now) {
        return tx.execute(MAKE_POOL, id, locationCode, channel, now).replaceWithVoid();
    }

    private static Pool pool(Row row) {
        return new Pool(
                row.getUUID("id"),
                row.getUUID("location"),
                row.getString("code"),
                row.getString("name"),
                row.getInteger("rank"),
                row.getString("channel"));
    }
}
