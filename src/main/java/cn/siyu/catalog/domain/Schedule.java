package cn.siyu.catalog.domain;

import cn.siyu.catalog.ProductState;
import java.time.Instant;
import java.util.Optional;

/** When a product goes on sale and comes down by itself; either, both or none. */
public record Schedule(Optional<Instant> publishAt, Optional<Instant> unpublishAt) {

    public static final Schedule NONE = new Schedule(Optional.empty(), Optional.empty());

    /** Whether it can be set at {@code now} for a product in {@code state}: future instants, in order, towards a state that may follow. */
    public boolean fits(ProductState state, Instant now) {
        var canPublish = state.next().contains(ProductState.ON_SALE);
        var comesDown = state == ProductState.ON_SALE || publishAt.isPresent();
        return publishAt.map(at -> canPublish && at.isAfter(now)).orElse(true)
                && unpublishAt
                        .map(at -> comesDown && at.isAfter(publishAt.orElse(now)))
                        .orElse(true);
    }

    /** What is left of it once the product has become {@code state}. */
    public Schedule after(ProductState state) {
        return switch (state) {
            case ON_SALE -> new Schedule(Optional.empty(), unpublishAt);
            case DRAFT, OFF_SALE, RECYCLED -> NONE;
        };
    }
}
