package cn.siyu.kernel.merge;

import java.util.HashMap;
import java.util.Map;

/**
 * How many are inside, altogether and for one key: whoever finds it full goes away at once, before anything is read for him.
 * One key never fills the house: what it must leave to others is what its own limit is below the one for all.
 */
final class Turnstile {

    private final int room;
    private final int roomOfOne;
    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    Turnstile(int room, int roomOfOne) {
        if (roomOfOne < 1 || roomOfOne > room) {
            throw new IllegalArgumentException(roomOfOne + " of one key do not fit into " + room);
        }
        this.room = room;
        this.roomOfOne = roomOfOne;
    }

    /** Lets one in, or answers false. */
    synchronized boolean enter(String key) {
        var here = inside.getOrDefault(key, 0);
        if (all >= room || here >= roomOfOne) {
            return false;
        }
        inside.put(key, here + 1);
        all++;
        return true;
    }

    synchronized void leave(String key) {
        var here = inside.getOrDefault(key, 0);
        if (here > 0) {
            all--;
            if (here == 1) {
                inside.remove(key);
            } else {
                inside.put(key, here - 1);
            }
        }
    }

    synchronized int inside(String key) {
        return inside.getOrDefault(key, 0);
    }

    synchronized int inside() {
        return all;
    }
}
