package cn.siyu.race;

import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopApi.NoAnswer;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The same request until it is decided: nobody goes home because the shop was busy or did not answer.
 *
 * @param undecided answers after which it is worth asking again
 */
record Insistence(int mostTries, Duration pause, Predicate<Answer> undecided) {

    Answer decided(Supplier<Answer> ask) {
        for (var tries = 1; ; tries++) {
            try {
                var answer = ask.get();
                if (tries == mostTries || !undecided.test(answer)) {
                    return answer;
                }
            } catch (NoAnswer e) {
                if (tries == mostTries) {
                    throw e;
                }
            }
            rest();
        }
    }

    void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
