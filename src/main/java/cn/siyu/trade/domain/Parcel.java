package cn.siyu.trade.domain;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What left the house together: units by order line, under one number of one carrier. */
public record Parcel(UUID id, String carrier, String trackingNo, Map<UUID, Integer> units, Instant shippedAt) {

    public Parcel with(UUID line, int quantity) {
        var more = new HashMap<>(units);
        more.put(line, quantity);
        return new Parcel(id, carrier, trackingNo, Map.copyOf(more), shippedAt);
    }

    public boolean hasNumber(String ofCarrier, String number) {
        return carrier.equals(ofCarrier) && trackingNo.equals(number);
    }
}
