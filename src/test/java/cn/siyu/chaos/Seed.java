package cn.siyu.chaos;

import java.util.Optional;
import java.util.SplittableRandom;

/** From what the choices of this execution follow: {@code -Dseed=}, or a number that is printed. */
final class Seed {

    static final Optional<Long> GIVEN = given();
    static final long BASE = GIVEN.orElseGet(() -> new SplittableRandom().nextLong());

    private Seed() {}

    private static Optional<Long> given() {
        var given = System.getProperty("seed", "");
        return given.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(given));
    }
}
