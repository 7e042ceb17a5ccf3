package cn.siyu.inventory;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Stock as sellers use it. All writes are set-based and join the caller's transaction; rows are locked sorted by id, so that
 * crossing baskets cannot deadlock (A8). A holder is whoever the units are kept for: an order or an exchange, by its id.
 */
public interface Stock {

    /**
     * Units of one SKU for one holder; several of the same SKU and holder are added up.
     *
     * @param activity take them from this activity's allotment and from nowhere else; empty: from what everybody may buy
     */
    record Demand(UUID holder, SkuId sku, int quantity, Optional<UUID> activity) {

        public Demand(UUID holder, SkuId sku, int quantity) {
            this(holder, sku, quantity, Optional.empty());
        }
    }

    /** A demand that cannot be met, and how many units are saleable. */
    record Shortage(UUID holder, SkuId sku, int wanted, int saleable) {}

    /** What the public may know (A12). */
    enum Availability {
        IN_STOCK,
        LOW,
        OUT
    }

    /** Where low begins: fewer units than {@code lowBelow} are few. */
    record Border(int lowBelow) {

        /** The ledger of changes notes what goes on below it and nothing else. */
        private static final int HIGHEST = 20;

        /** As an operator has set it; refused where changes would go unseen. */
        public static Border of(String setting, int lowBelow) {
            if (lowBelow > HIGHEST) {
                throw new IllegalArgumentException(setting + " is at most " + HIGHEST);
            }
            return new Border(lowBelow);
        }

        public Availability bucket(long left) {
            if (left <= 0) {
                return Availability.OUT;
            }
            return left < lowBelow ? Availability.LOW : Availability.IN_STOCK;
        }
    }

    /**
     * Reserves for each holder all its demands or none, deciding the holders in the given order; answers the shortages of
     * those that got none. A batch of one holder is an ordinary order.
     */
    Uni<List<Shortage>> take(Tx tx, List<Demand> demands, Instant expiresAt, Instant now);

    /** Goods that are locked: holders are served in turn, and what they got is written in the end, for all of them at once. */
    interface Counter {

        /** All demands of one holder or none; answers the shortages, empty when he got everything. Nothing is written yet. */
        List<Shortage> serve(List<Demand> ofOneHolder);

        /** Writes what was handed out. */
        Uni<Void> write(Instant expiresAt, Instant now);
    }

    /** Locks everything that these demands could be met from. {@link #take} is this with all holders served at once. */
    Uni<Counter> counter(Tx tx, List<Demand> demands);

    /** Locks what is kept for these holders, sorted: whoever else would move any of it waits until the transaction ends. */
    Uni<Void> lock(Tx tx, Collection<UUID> holders);

    /** Gives back what is still reserved for these holders; holders without a live reservation are passed over. */
    Uni<Void> release(Tx tx, Collection<UUID> holders, String reason, Instant now);

    /**
     * Gives back some of what is reserved for a holder, who keeps the rest; refused when not so many are reserved any more.
     * {@code reference} is unique, such as the after-sale's id.
     */
    Uni<Void> withdraw(Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, String reason, Instant now);

    /** Reserves again what a holder had reserved before it was released; answers the shortages, empty when it succeeded. */
    Uni<List<Shortage>> retake(Tx tx, UUID holder, Instant expiresAt, Instant now);

    /** The holder has paid: its reservation no longer expires. */
    Uni<Void> confirm(Tx tx, UUID holder, Instant now);

    /** Units leave the house: reserved becomes sold. {@code reference} is unique, such as a parcel's id. */
    Uni<Void> deduct(Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, Instant now);

    /** Returned units are on hand again; {@code reference} is unique, such as the after-sale's id. */
    Uni<Void> putBack(Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, Instant now);

    /** Opening balances, each SKU once for ever; answers those that already had one with another number of units. */
    Uni<Map<SkuId, Integer>> open(Tx tx, Map<SkuId, Integer> units, Actor actor, Instant now);

    /** Bucketed availability of many SKUs, cheap enough for lists. */
    Uni<Map<SkuId, Availability>> availability(Collection<SkuId> skus);
}
