package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopApi.NoAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** How somebody asks until he is answered: what gets no answer, or one of 5xx, is asked again, perhaps elsewhere. */
final class Asking {

    private static final long PAUSE_MILLIS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<Integer> NEVER = Set.of(400, 403, 404, 405, 406, 415);

    private final World world;
    private final String name;

    Asking(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /**
     * Who hears FENCED to the end is refused: under his key nothing has happened.
     *
     * @param unauthenticated what is done about a token that is too old
     * @param longest where the time of each answer is noted
     */
    Answer insist(Function<RemoteShop, Answer> request, Consumer<RemoteShop> unauthenticated, Longest longest) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var fenced = Optional.<Answer>empty();
        while (System.nanoTime() < deadline) {
            fenced = Optional.empty();
            var shop = world.anyShop();
            var asked = System.nanoTime();
            try {
                var answer = request.apply(shop);
                if (answer.status() == 401) {
                    unauthenticated.accept(shop);
                } else if (answer.status() >= 500) {
                    fault(answer);
                    fenced = Optional.of(answer).filter(each -> each.code().equals("FENCED"));
                } else if (answer.status() != 429 && !answer.code().equals("REQUEST_IN_FLIGHT")) {
                    return known(answer);
                }
            } catch (NoAnswer | AssertionError lost) {
                // The process is gone, or a sign-in within was not answered well: ask again.
            } finally {
                longest.until(asked);
            }
            pause();
        }
        if (fenced.isPresent()) {
            return fenced.get();
        }
        throw new IllegalStateException(name + " was not answered for " + PATIENCE);
    }

    private void fault(Answer answer) {
        world.faults.incrementAndGet();
        if (world.faultsAreOurs && answer.status() == 500) {
            world.surprises.add(answer.toString());
        }
    }

    private Answer known(Answer answer) {
        if (NEVER.contains(answer.status()) && !hides(answer)) {
            world.surprises.add(answer.toString());
        }
        return answer;
    }

    /** A group is not there for others until the shop has heard that its leader has paid. */
    private static boolean hides(Answer answer) {
        return answer.status() == 404 && answer.request().endsWith("/seats");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
