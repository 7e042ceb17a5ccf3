package cn.siyu.report.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A firm order as reports count it, on the shop day on which it became firm.
 *
 * @param grossFen goods net of all discounts, and freight
 * @param first the person's first firm order
 * @param source what its attribution rests on
 */
public record Sale(
        UUID order,
        UUID member,
        Instant firmAt,
        long grossFen,
        boolean first,
        String source,
        String acquisition,
        Optional<UUID> distributor,
        Optional<UUID> koc,
        Optional<UUID> community) {

    /** Sold by the brand itself, with or without a KOC. */
    public static final String C_SIDE = "C";

    /** Sold through a distributor. */
    public static final String B_SIDE = "B";

    public LocalDate day() {
        return ShopCalendar.dayOf(firmAt);
    }

    /** Everything that it is counted under. */
    public List<Key> keys() {
        var keys = new ArrayList<Key>();
        keys.add(Key.ALL);
        keys.add(new Key(Dimension.SIDE, distributor.isPresent() ? B_SIDE : C_SIDE));
        keys.add(new Key(Dimension.ACQUISITION, acquisition));
        distributor.ifPresent(id -> keys.add(new Key(Dimension.DISTRIBUTOR, id.toString())));
        koc.ifPresent(id -> keys.add(new Key(Dimension.KOC, id.toString())));
        community.ifPresent(id -> keys.add(new Key(Dimension.COMMUNITY, id.toString())));
        return keys;
    }

    /** One of the things that orders are counted under. */
    public record Key(Dimension dimension, String value) {

        public static final Key ALL = new Key(Dimension.ALL, "");
    }
}
