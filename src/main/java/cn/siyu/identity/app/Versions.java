package cn.siyu.identity.app;

import cn.siyu.identity.domain.StateChanged;
import org.jspecify.annotations.Nullable;

/** Two editors of one thing: the second is told what the first made of it. */
final class Versions {

    private Versions() {}

    /** @param expected null when the change does not depend on what was read */
    static void refuseOther(@Nullable Long expected, long actual, Object current) {
        if (expected != null && expected != actual) {
            throw new StateChanged(current);
        }
    }
}
