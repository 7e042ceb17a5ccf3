package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many who do the same, and the books after it. */
final class Crowds {

    /** From this the choices of a run follow ({@code -Dseed=}). */
    static final long SEED = seed();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Crowds() {}

    static <T> List<Callable<T>> tasks(int count, IntFunction<T> each) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Callable<T>) () -> each.apply(i))
                .toList();
    }

    /** All of them are ready before the first one is let go. */
    static <T> List<T> atOnce(int count, IntFunction<T> each) {
        var ready = new CountDownLatch(count);
        return RemoteShop.together(count, tasks(count, i -> {
            ready.countDown();
            try {
                assertThat(ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return each.apply(i);
        }));
    }

    private static long seed() {
        var given = System.getProperty("seed", "");
        return given.isBlank() ? new SplittableRandom().nextLong() : Long.parseLong(given);
    }

    /** What WeChat owes us is what it says that it has taken, less what it has given back and sent out. */
    static void booksAgree(ShopFleet fleet, RemoteShop shop) throws SQLException {
        var books = shop.weChatLedger();
        assertThat(fleet.number(
                        "select coalesce(sum(amount_fen), 0) from ledger_posting where kind = 'WECHAT_CLEARING'"))
                .isEqualTo(books.path("paidFen").asLong()
                        - books.path("refundedFen").asLong()
                        - books.path("transferredFen").asLong());
    }
}
