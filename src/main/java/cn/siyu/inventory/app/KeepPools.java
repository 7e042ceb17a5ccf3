package cn.siyu.inventory.app;

import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.domain.Pool;
import cn.siyu.inventory.store.PoolStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Adds pools, and with the first pool of a new location the location. */
@Singleton
public class KeepPools {

    private static final String ONE_AT_A_TIME = "inventory.location";
    private static final String PLACE = "inventory_pool_place_uk";

    private final PoolStore pools;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    KeepPools(PoolStore pools, Transactions transactions, AuditLog audit, ShopClock clock) {
        this.pools = pools;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    public Uni<Pool> add(Actor actor, String locationCode, String locationName, String channel) {
        if (!Pool.CHANNELS.contains(channel)) {
            return Uni.createFrom().failure(() -> new Refused(InventoryProblem.UNKNOWN_SALES_CHANNEL));
        }
        return transactions
                .in(tx -> tx.hold(ONE_AT_A_TIME).chain(() -> add(tx, actor, locationCode, locationName, channel)))
                .onFailure(failure -> Violations.isOf(failure, PLACE))
                .transform(_ -> new Refused(InventoryProblem.LOCATION_EXISTS));
    }

    private Uni<Pool> add(Tx tx, Actor actor, String locationCode, String locationName, String channel) {
        var id = Ids.next();
        var now = clock.instant();
        return pools.makeLocation(tx, Ids.next(), locationCode, locationName, now)
                .chain(() -> pools.makePool(tx, id, locationCode, channel, now))
                .chain(() -> pools.some(tx, List.of(id)))
                .map(List::getFirst)
                .call(pool -> audit.append(
                        tx, new AuditEntry(actor, "stock-pool.add", "stock-pool", id.toString(), null, null, pool)));
    }
}
