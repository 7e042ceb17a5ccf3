package cn.siyu.inventory;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stock that is set aside for an activity when it is published, by a TRANSFER out of the shared pool into one of the
 * activity's own (A11): an order of the activity touches that row alone, and ordinary orders never see it. The holder of an
 * allotment is the activity, by its id.
 */
public interface Allotments {

    /** How an allotment stands: {@code allotted} in all, of which {@code left} can still be sold. */
    record Level(UUID activity, SkuId sku, long allotted, long left) {}

    /**
     * Moves so many more units to the activity, all or none; answers the shortages. {@code reference} is unique: a
     * repetition changes nothing.
     */
    Uni<List<Shortage>> allot(
            Tx tx, UUID activity, Map<SkuId, Integer> units, String reference, Actor actor, Instant now);

    /** Moves what is neither sold nor held back to the shared pool; to be repeated while something is still held. */
    Uni<Void> giveBack(Tx tx, UUID activity, String reference, Actor actor, Instant now);

    Uni<List<Level>> levels(Sql sql, Collection<UUID> activities);
}
