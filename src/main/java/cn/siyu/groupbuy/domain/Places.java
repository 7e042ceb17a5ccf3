package cn.siyu.groupbuy.domain;

/** The places of a group: never more are held and paid than there are (P2). */
public record Places(int size, int held, int paid) {

    public Places {
        if (size < 2 || held < 0 || paid < 0 || held + paid > size) {
            throw new IllegalArgumentException("no group of " + size + " has " + held + " held and " + paid + " paid");
        }
    }

    /** A new group: the leader's place is held. */
    public static Places ofLeader(int size) {
        return new Places(size, 1, 0);
    }

    public int left() {
        return size - held - paid;
    }

    Places hold() {
        return new Places(size, held + 1, paid);
    }

    Places free() {
        return new Places(size, held - 1, paid);
    }

    Places leave() {
        return new Places(size, held, paid - 1);
    }

    Places payHeld() {
        return new Places(size, held - 1, paid + 1);
    }

    Places payFree() {
        return new Places(size, held, paid + 1);
    }
}
