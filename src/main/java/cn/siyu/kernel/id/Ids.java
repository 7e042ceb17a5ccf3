package cn.siyu.kernel.id;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes identities: UUIDv7, sorted by the instant of their making. */
public final class Ids {

    private Ids() {}

    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
