package cn.siyu.wechat.gateway;

import cn.siyu.kernel.time.ShopClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mini-program's stable access token: kept until shortly before its end, fetched by one call at a time however many
 * wait for it.
 */
final class AccessToken {

    /** WeChat renews five minutes before the end and lets the old one live until then. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final ShopClock clock;
    private final Supplier<Uni<Granted>> fetch;
    private @Nullable Held held;
    private @Nullable Uni<String> flight;

    AccessToken(ShopClock clock, Supplier<Uni<Granted>> fetch) {
        this.clock = clock;
        this.fetch = fetch;
    }

    /** What WeChat answered. */
    record Granted(String token, Duration lives) {}

    private record Held(String token, Instant from, Instant until) {
        boolean goodAt(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    Uni<String> current() {
        return OwnContext.of(this::heldOrFetched);
    }

    /** Another one than {@code refused}, which WeChat no longer takes. */
    Uni<String> insteadOf(String refused) {
        return OwnContext.of(() -> {
            forget(refused);
            return heldOrFetched();
        });
    }

    private synchronized void forget(String refused) {
        if (held != null && held.token().equals(refused)) {
            held = null;
        }
    }

    private synchronized Uni<String> heldOrFetched() {
        if (held != null && held.goodAt(clock.instant())) {
            return Uni.createFrom().item(held.token());
        }
        if (flight == null) {
            flight = Uni.createFrom()
                    .deferred(fetch::get)
                    .map(this::keep)
                    .onTermination()
                    .invoke(this::landed)
                    .memoize()
                    .indefinitely();
        }
        return flight;
    }

    private synchronized String keep(Granted granted) {
        var now = clock.instant();
        var kept = granted.lives().minus(MARGIN);
        held = new Held(granted.token(), now, now.plus(kept.compareTo(SHORTEST) < 0 ? SHORTEST : kept));
        return granted.token();
    }

    private synchronized void landed() {
        flight = null;
    }
}
