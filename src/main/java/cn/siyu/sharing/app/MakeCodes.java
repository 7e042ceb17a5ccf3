package cn.siyu.sharing.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.sharing.domain.MiniCode;
import cn.siyu.sharing.store.CodeStore;
import cn.siyu.sharing.store.CodeStore.Claimed;
import cn.siyu.wechat.MiniCodes;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes the mini-program codes that were asked for (C17). A claimed one is left alone by other instances for a while; should
 * two make the same after all, the first picture stays.
 */
@Singleton
class MakeCodes {

    private static final Logger LOG = Logger.getLogger(MakeCodes.class);

    /** Ten in a second are 600 a minute of the 5,000 that WeChat allows, on each of two or three instances. */
    private static final int AT_ONCE = 10;

    private static final Duration LEASE = Duration.ofSeconds(60);

    /** What WeChat says of a page, scene or version that it will never take; all else may pass. */
    private static final Set<String> FINAL = Set.of("40097", "40129", "40159", "40169", "41030", "85096");

    private final MiniCodes miniCodes;
    private final CodeStore codes;
    private final Transactions transactions;
    private final FreshContext fresh;
    private final ShopClock clock;
    private final String page;

    @Inject
    MakeCodes(
            MiniCodes miniCodes,
            CodeStore codes,
            Transactions transactions,
            FreshContext fresh,
            ShopClock clock,
            SharingSettings settings) {
        this.miniCodes = miniCodes;
        this.codes = codes;
        this.transactions = transactions;
        this.fresh = fresh;
        this.clock = clock;
        this.page = settings.page();
    }

    @Scheduled(every = "${siyu.sharing.codes-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> codes.claim(tx, now, now.plus(LEASE), AT_ONCE))
                .chain(this::makeAll)
                .onFailure()
                .invoke(failure -> LOG.warnf("mini-program codes wait: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> makeAll(List<Claimed> claimed) {
        return fresh.each(claimed, this::make).replaceWithVoid();
    }

    private Uni<Void> make(Claimed code) {
        var wanted = code.wanted();
        return miniCodes
                .code(wanted.token(), page, wanted.version(), wanted.width())
                .chain(image -> keep(code, image))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(failure -> again(code, String.valueOf(failure.getMessage())))
                .onFailure(WeChatRefused.class)
                .recoverWithUni(failure -> refused(code, ((WeChatRefused) failure).code()));
    }

    private Uni<Void> keep(Claimed code, byte[] image) {
        return MiniCode.mediaType(image)
                .map(type -> transactions
                        .in(tx -> codes.ready(tx, code.wanted(), image, type, clock.instant()))
                        .replaceWithVoid())
                .orElseGet(() -> again(code, "not a picture"));
    }

    private Uni<Void> refused(Claimed code, String reason) {
        if (!FINAL.contains(reason)) {
            return again(code, reason);
        }
        LOG.errorf("WeChat makes no code for %s: %s", page, reason);
        return transactions.in(tx -> codes.failed(tx, code.wanted(), reason)).replaceWithVoid();
    }

    private Uni<Void> again(Claimed code, String reason) {
        LOG.warnf("a mini-program code is tried again later: %s", reason);
        var next = MiniCode.nextTry(code.tries(), clock.instant());
        return transactions
                .in(tx -> codes.again(tx, code.wanted(), next, reason))
                .replaceWithVoid();
    }
}
