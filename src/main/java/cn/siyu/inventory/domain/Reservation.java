package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * Units of one SKU in one pool that are kept for a holder: {@code quantity} were taken, of those {@code deducted} have left
 * the house, of those {@code returned} have come back.
 *
 * @param activity whose own pool the units are in; a reservation is taken again where it was
 * @param round how often the holder had taken when this was last taken; names its movements
 */
public record Reservation(
        UUID holder,
        SkuId sku,
        UUID pool,
        int rank,
        Optional<UUID> activity,
        State state,
        int round,
        int quantity,
        int deducted,
        int returned) {

    /** Where a reservation stands. A shipped part does not end it; the rest may still be shipped or released. */
    public enum State {
        /** Kept for the holder. */
        LIVE,
        /** The rest was given back; it may be taken again. */
        RELEASED,
        /** Everything has left the house. */
        DEDUCTED
    }

    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Units that were taken and have not left the house. */
    public int rest() {
        return quantity - deducted;
    }

    private int open() {
        return isLive() ? rest() : 0;
    }

    private int outside() {
        return deducted - returned;
    }

    /** Which of a holder's reservations these units leave from. */
    public static List<Pick> leave(List<Reservation> ranked, Map<SkuId, Integer> units) {
        return spread(ranked, units, Reservation::open, InventoryProblem.NOT_RESERVED);
    }

    /** Which pools these units come back to: those that they left from. */
    public static List<Pick> comeBack(List<Reservation> ranked, Map<SkuId, Integer> units) {
        return spread(ranked, units, Reservation::outside, InventoryProblem.NOT_DEDUCTED);
    }

    /** What a holder had last taken and given back again: the released reservations of its last round. */
    public static List<Reservation> lastReleased(List<Reservation> all) {
        var released = all.stream().filter(one -> one.state() == State.RELEASED).toList();
        var last = released.stream().mapToInt(Reservation::round).max().orElse(0);
        return released.stream().filter(one -> one.round() == last).toList();
    }

    private static List<Pick> spread(
            List<Reservation> ranked,
            Map<SkuId, Integer> units,
            ToIntFunction<Reservation> room,
            InventoryProblem otherwise) {
        var picks = new ArrayList<Pick>();
        new TreeMap<>(units).forEach((sku, wanted) -> {
            var missing = wanted.intValue();
            if (missing <= 0) {
                throw new IllegalArgumentException("at least one unit of " + sku);
            }
            for (var one : ranked) {
                var taken = one.sku().equals(sku) ? Math.min(missing, room.applyAsInt(one)) : 0;
                if (taken > 0) {
                    picks.add(new Pick(one.holder(), sku, one.pool(), taken));
                    missing -= taken;
                }
            }
            if (missing > 0) {
                throw new Refused(otherwise, "%d of %d units of SKU %s".formatted(missing, wanted, sku.value()));
            }
        });
        return picks;
    }
}
