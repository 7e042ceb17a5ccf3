package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.kernel.problem.Refused;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts failed sign-ins per user name and per address; both known and unknown names are counted alike (SEC-16). */
@ApplicationScoped
class SignInLimit {

    private static final int REMEMBERED = 100_000;

    private final int allowed;
    private final int allowedPerAddress;
    private final Cache<String, AtomicInteger> failures;

    @Inject
    SignInLimit(IdentitySettings settings) {
        this.allowed = settings.failuresAllowed();
        this.allowedPerAddress = settings.failuresAllowedPerAddress();
        this.failures = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(settings.failureWindow())
                .executor(Runnable::run)
                .build();
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
        var unused = failures.get(key, _ -> new AtomicInteger()).incrementAndGet();
    }
}
