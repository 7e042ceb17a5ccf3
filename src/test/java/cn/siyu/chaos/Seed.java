package cn.siyu.chaos;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * From what the choices of this execution follow. {@code -Dseed=} is one story, and its number; {@code -Dsiyu.chaos.base=} is the
 * whole execution again, of which further stories follow. Without either it is a number that is printed.
 */
final class Seed {

    static final Optional<Long> GIVEN = given("seed");
    static final long BASE =
            GIVEN.or(() -> given("siyu.chaos.base")).orElseGet(() -> new SplittableRandom().nextLong());

    private Seed() {}

    private static Optional<Long> given(String name) {
        var given = System.getProperty(name, "");
        return given.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(given));
    }
}
