package cn.siyu.catalog;

import java.util.Set;

/** Life of an SPU (A1). Only ON_SALE can be bought; RECYCLED is hidden from every list but the bin. */
public enum ProductState {
    DRAFT,
    ON_SALE,
    OFF_SALE,
    RECYCLED;

    /** The states that may follow this one. What is sold is taken down before it goes to the bin; what leaves the bin is not sold. */
    public Set<ProductState> next() {
        return switch (this) {
            case DRAFT -> Set.of(ON_SALE, RECYCLED);
            case ON_SALE -> Set.of(OFF_SALE);
            case OFF_SALE -> Set.of(ON_SALE, RECYCLED);
            case RECYCLED -> Set.of(OFF_SALE);
        };
    }
}
