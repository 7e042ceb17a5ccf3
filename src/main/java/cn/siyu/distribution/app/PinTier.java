package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierChangeStore;
import cn.siyu.distribution.store.TierChangeStore.Cause;
import cn.siyu.distribution.store.TierChangeStore.NewChange;
import cn.siyu.distribution.store.TierPinStore;
import cn.siyu.distribution.store.TierPinStore.Pin;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.distribution.store.TierStandStore.Step;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Staff hold somebody at a tier for a time, whatever the rules say (C6). */
@Singleton
public class PinTier {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String KIND = "distributor";

    private final TierStandStore stands;
    private final TierPinStore pins;
    private final TierBookStore books;
    private final TierChangeStore changes;
    private final EvaluateTiers tiers;
    private final AuditLog audit;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    PinTier(
            TierStandStore stands,
            TierPinStore pins,
            TierBookStore books,
            TierChangeStore changes,
            EvaluateTiers tiers,
            AuditLog audit,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.stands = stands;
        this.pins = pins;
        this.books = books;
        this.changes = changes;
        this.tiers = tiers;
        this.audit = audit;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What staff wish. */
    public record Wish(UUID tier, Instant until, String reason) {}

    /** Refused as NOT_FOUND when there is none in force. */
    public Uni<Pin> see(DistributorId id) {
        return pins.inForce(transactions.reads(), id, clock.instant()).map(pin -> pin.orElseThrow(Refused::notFound));
    }

    /** In the place of one that is in force. He is moved there at once. */
    public Uni<Pin> pin(DistributorId id, Wish wish, Actor actor) {
        var now = clock.instant();
        if (!wish.until().isAfter(now) || wish.until().isAfter(now.plus(LONGEST))) {
            throw new Refused(DistributionProblem.PIN_TOO_LONG);
        }
        return transactions
                .in(tx -> held(tx, id, now)
                        .chain(stand -> books.current(tx).chain(book -> pin(tx, stand, book, wish, actor, now))))
                .chain(() -> see(id));
    }

    /** The rules hold for him again: he may go up at once, and down at the end of a period. */
    public Uni<Void> end(DistributorId id, String reason, Actor actor) {
        var now = clock.instant();
        return transactions.in(tx -> held(tx, id, now)
                .chain(() -> pins.inForce(tx, id, now))
                .map(pin -> pin.orElseThrow(Refused::notFound))
                .call(() -> pins.end(tx, List.of(id), now, reason, actor.name()))
                .chain(pin -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "tier-pin.end",
                                KIND,
                                id.value().toString(),
                                reason,
                                Map.of("tier", pin.tier(), "until", pin.until()),
                                null)))
                .chain(() -> held(tx, id, now))
                .chain(stand ->
                        books.current(tx).chain(book -> tiers.evaluate(tx, Look.event(book, now), List.of(stand), now)))
                .replaceWithVoid());
    }

    private Uni<Void> pin(Tx tx, Stand stand, TierBook book, Wish wish, Actor actor, Instant now) {
        var step = book.find(wish.tier()).orElseThrow(() -> new Refused(DistributionProblem.TIER_UNKNOWN));
        var pin = new Pin(Ids.next(), step.tier(), step.name(), now, wish.until(), wish.reason(), actor.name());
        return pins.end(tx, List.of(stand.id()), now, "REPLACED", actor.name())
                .chain(() -> pins.insert(tx, stand.id(), pin, actor))
                .chain(() -> stand.footing().tier().equals(step.tier())
                        ? Uni.createFrom().voidItem()
                        : move(tx, stand, book, wish, actor, now))
                .chain(() -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "tier-pin.set",
                                KIND,
                                stand.id().value().toString(),
                                wish.reason(),
                                Map.of("tier", stand.footing().tier()),
                                Map.of("tier", step.tier(), "until", wish.until()))));
    }

    private Uni<Void> move(Tx tx, Stand stand, TierBook book, Wish wish, Actor actor, Instant now) {
        var change = new NewChange(
                Ids.next(),
                stand.id(),
                stand.footing().tier(),
                wish.tier(),
                Cause.PINNED,
                wish.reason(),
                Optional.empty());
        return stands.move(tx, List.of(new Step(stand.id(), wish.tier(), 0)), now)
                .chain(() -> changes.insert(tx, List.of(change), actor, now))
                .chain(() -> outbox.append(
                        tx, EvaluateTiers.told(book, stand, wish.tier(), Cause.PINNED, wish.reason(), now)));
    }

    private Uni<Stand> held(Tx tx, DistributorId id, Instant now) {
        return stands.lock(tx, id, now)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(PinTier::mustBeEvaluated);
    }

    private static void mustBeEvaluated(Stand stand) {
        if (!stand.isEvaluated()) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "He is no distributor any more",
                    Map.of("state", stand.state().name()));
        }
    }
}
