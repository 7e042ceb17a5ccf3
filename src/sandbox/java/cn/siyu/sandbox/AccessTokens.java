package cn.siyu.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The application's stable access token: the same one while it lives, two valid ones for five minutes at a change. */
final class AccessTokens {
    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
    private static final int FORCED_PER_DAY = 20;

    private final VirtualClock clock;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Instant> forced = new ArrayList<>();

    AccessTokens(VirtualClock clock) {
        this.clock = clock;
    }

    private record Token(String text, Instant expiresAt) {}

    /** A token as it is handed out. */
    record Handed(String token, long expiresIn) {}

    Handed stable() {
        var now = clock.now();
        if (tokens.isEmpty() || !now.isBefore(tokens.getLast().expiresAt().minus(OVERLAP))) {
            renew(now);
        }
        return handed(now);
    }

    Handed forced() {
        var now = clock.now();
        var today = forced.stream()
                .filter(time -> time.isAfter(now.minus(Duration.ofDays(1))))
                .toList();
        if (today.size() >= FORCED_PER_DAY) {
            throw new MiniRefusal(45009, "reach max api daily quota limit");
        }
        if (!today.isEmpty() && today.getLast().plus(BETWEEN_FORCED).isAfter(now)) {
            throw new MiniRefusal(45011, "api minute-quota reach limit");
        }
        forced.add(now);
        tokens.clear();
        renew(now);
        return handed(now);
    }

    void check(String token) {
        var known = tokens.stream()
                .filter(one -> one.text().equals(token))
                .findFirst()
                .orElseThrow(() -> new MiniRefusal(40001, "invalid credential, access_token is invalid or not latest"));
        if (!clock.now().isBefore(known.expiresAt())) {
            throw new MiniRefusal(42001, "access_token expired");
        }
    }

    /** Makes every token unknown, as if somebody else had forced a new one. */
    void revoke() {
        tokens.clear();
    }

    private void renew(Instant now) {
        while (tokens.size() > 1) {
            var _ = tokens.removeFirst();
        }
        tokens.add(new Token("SANDBOX_" + Keys.hex(64), now.plus(LIFE)));
    }

    private Handed handed(Instant now) {
        var newest = tokens.getLast();
        return new Handed(
                newest.text(), Duration.between(now, newest.expiresAt()).toSeconds());
    }
}
