package cn.siyu.sharing.app;

import cn.siyu.kernel.rate.RateLimit;
import cn.siyu.kernel.rate.RateLimiter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** How often somebody may do what sharing opens to him. */
@Singleton
public class Allowances {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RateLimiter limiter;
    private final RateLimit reads;
    private final RateLimit clicks;
    private final RateLimit mints;
    private final RateLimit claims;

    @Inject
    Allowances(RateLimiter limiter, SharingSettings settings) {
        this.limiter = limiter;
        this.reads = new RateLimit("sharing.read.address", settings.readsPerMinute(), MINUTE);
        this.clicks = new RateLimit("sharing.click.address", settings.clicksPerMinute(), MINUTE);
        this.mints = new RateLimit("sharing.mint.member", settings.mintsPerMinute(), MINUTE);
        this.claims = new RateLimit("sharing.claim.member", settings.claimsPerMinute(), MINUTE);
    }

    public Uni<Void> read(String address) {
        return limiter.take(reads, address);
    }

    public Uni<Void> click(String address) {
        return limiter.take(clicks, address);
    }

    public Uni<Void> mint(UUID member) {
        return limiter.take(mints, member.toString());
    }

    public Uni<Void> claim(UUID member) {
        return limiter.take(claims, member.toString());
    }
}
