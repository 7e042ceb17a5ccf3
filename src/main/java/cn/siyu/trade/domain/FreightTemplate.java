package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What sending costs, by region and by weight or number of pieces.
 *
 * @param freeAbove goods worth this much or more are sent free of charge
 * @param undeliverable prefixes of region codes that nothing is sent to
 */
public record FreightTemplate(
        UUID id,
        String name,
        Basis basis,
        boolean isDefault,
        Optional<Money> freeAbove,
        List<String> undeliverable,
        List<Zone> zones,
        long version) {

    /** What is counted: grams or pieces. */
    public enum Basis {
        WEIGHT,
        PIECE
    }

    /**
     * The price in some regions: {@code firstFen} up to {@code first} grams or pieces, {@code additionalFen} for every further
     * {@code additional} begun.
     *
     * @param regions prefixes of region codes; none means everywhere else
     */
    public record Zone(List<String> regions, long first, long firstFen, long additional, long additionalFen) {

        long fee(long measure) {
            var beyond = Math.max(0, measure - first);
            return Math.addExact(firstFen, Math.multiplyExact(Math.ceilDiv(beyond, additional), additionalFen));
        }

        /** How much of the code the zone names, or -1 when it does not hold there. */
        int precision(String regionCode) {
            return regions.isEmpty()
                    ? 0
                    : regions.stream()
                            .filter(regionCode::startsWith)
                            .mapToInt(String::length)
                            .max()
                            .orElse(-1);
        }
    }

    /** What is to be sent. */
    public record Load(Money goods, long grams, long pieces) {}

    /** The freight, or nothing when the region is not delivered to: by the most precise zone that holds there. */
    public Optional<Money> fee(String regionCode, Load load) {
        if (undeliverable.stream().anyMatch(regionCode::startsWith)) {
            return Optional.empty();
        }
        var zone = zones.stream()
                .filter(each -> each.precision(regionCode) >= 0)
                .max(Comparator.comparingInt(each -> each.precision(regionCode)));
        return zone.map(each ->
                isFree(load) ? Money.ZERO : new Money(each.fee(basis == Basis.WEIGHT ? load.grams() : load.pieces())));
    }

    private boolean isFree(Load load) {
        return freeAbove.filter(amount -> load.goods().compareTo(amount) >= 0).isPresent();
    }
}
