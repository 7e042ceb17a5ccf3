package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.rate.RateLimit;
import cn.siyu.kernel.rate.RateLimiter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts sign-ins per user name and per address, known names and unknown alike (SEC-16): all of them over all instances,
 * and the failed ones, of which far fewer are allowed, on this instance.
 */
@Singleton
class SignInLimit {

    private static final int REMEMBERED = 100_000;

    private final RateLimiter rates;
    private final RateLimit attempts;
    private final RateLimit attemptsPerAddress;
    private final int allowed;
    private final int allowedPerAddress;
    private final Cache<String, AtomicInteger> failures;

    @Inject
    SignInLimit(RateLimiter rates, IdentitySettings settings) {
        this.rates = rates;
        this.attempts = new RateLimit("staff-sign-in.name", settings.attemptsAllowed(), settings.failureWindow());
        this.attemptsPerAddress =
                new RateLimit("staff-sign-in.address", settings.attemptsAllowedPerAddress(), settings.failureWindow());
        this.allowed = settings.failuresAllowed();
        this.allowedPerAddress = settings.failuresAllowedPerAddress();
        this.failures = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(settings.failureWindow())
                .executor(Runnable::run)
                .build();
    }

    /** To be passed before anything is looked at. */
    Uni<Void> attempt(Credentials credentials) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> check(credentials.username(), credentials.address()))
                .chain(() -> rates.take(attemptsPerAddress, credentials.address()))
                .chain(() -> rates.take(attempts, credentials.username()));
    }

    /** Refuses before the password is looked at, so that a locked name tells nothing about it. */
    void check(String username, String address) {
        if (count("name " + username) >= allowed || count("from " + address) >= allowedPerAddress) {
            throw new Refused(IdentityProblem.SIGN_IN_LOCKED);
        }
    }

    void failed(String username, String address) {
        increase("name " + username);
        increase("from " + address);
    }

    void succeeded(String username) {
        failures.invalidate("name " + username);
    }

    private int count(String key) {
        var found = failures.getIfPresent(key);
        return found == null ? 0 : found.get();
    }

    private void increase(String key) {
        var _ = failures.get(key, _ -> new AtomicInteger()).incrementAndGet();
    }
}
