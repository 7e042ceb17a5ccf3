package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Waits a little at the fence. Who earns from many orders always has some news on its way: what was on its way when it began is
 * waited for so often, so that nobody is fenced by what came later.
 */
@Singleton
class FencePatience {

    private static final int LOOKS = 12;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final FreshContext contexts;

    @Inject
    FencePatience(FreshContext contexts) {
        this.contexts = contexts;
    }

    /** Tries again as long as it is fenced, for three seconds at most. */
    <T> Uni<T> behind(Supplier<Uni<T>> attempt) {
        return behind(attempt, LOOKS);
    }

    private <T> Uni<T> behind(Supplier<Uni<T>> attempt, int looks) {
        return attempt.get()
                .onFailure(failure -> looks > 1 && isFenced(failure))
                .recoverWithUni(_ -> contexts.pause(PAUSE).chain(() -> behind(attempt, looks - 1)));
    }

    private static boolean isFenced(Throwable failure) {
        return failure instanceof Refused refused && refused.problem() == CommissionProblem.FENCED;
    }
}
