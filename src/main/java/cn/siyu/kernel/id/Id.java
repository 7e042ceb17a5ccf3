package cn.siyu.kernel.id;

import java.util.UUID;

/** The identity of one thing: a record per kind over a UUIDv7, so that two kinds cannot be mistaken for one another. */
public interface Id extends Comparable<Id> {

    UUID value();

    /** By the bits as PostgreSQL orders them, so that locks taken in this order never cross. */
    @Override
    default int compareTo(Id other) {
        return compare(value(), other.value());
    }

    /** The order of the database: unsigned, unlike {@link UUID#compareTo(UUID)}. */
    static int compare(UUID left, UUID right) {
        var high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
