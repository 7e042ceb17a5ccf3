package cn.siyu.inventory.domain;

import java.util.Set;
import java.util.UUID;

/**
 * The stock of one location that one sales channel may sell, or all of them.
 *
 * @param rank the place of the location in the order in which locations are asked; 0 is the default location
 * @param channel the channel's code, or {@link #SHARED}
 */
public record Pool(UUID id, UUID locationId, String locationCode, String locationName, int rank, String channel) {

    public static final String SHARED = "SHARED";

    /** The mini-program: the one channel that sells out of this stock. */
    public static final String MINI_PROGRAM = "MP";

    /** Stock under any other name would be sold by nobody, so no pool has one. */
    public static final Set<String> CHANNELS = Set.of(SHARED, MINI_PROGRAM);
}
