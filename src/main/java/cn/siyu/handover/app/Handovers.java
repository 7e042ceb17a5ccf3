package cn.siyu.handover.app;

import cn.siyu.handover.app.PreviewHandover.Two;
import cn.siyu.handover.app.PreviewHandover.Wish;
import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Handover.Party;
import cn.siyu.handover.domain.Handover.State;
import cn.siyu.handover.domain.Item;
import cn.siyu.handover.store.HandoverStore;
import cn.siyu.handover.store.HandoverStore.NewHandover;
import cn.siyu.handover.store.ItemStore;
import cn.siyu.handover.store.ItemStore.Tally;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with handovers: begin, watch, ask again, close. */
@Singleton
public class Handovers {

    private final HandoverStore handovers;
    private final ItemStore items;
    private final SweepHandovers sweep;
    private final PreviewHandover previews;
    private final WeCom weCom;
    private final HandoverSettings settings;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Handovers(
            HandoverStore handovers,
            ItemStore items,
            SweepHandovers sweep,
            PreviewHandover previews,
            WeCom weCom,
            HandoverSettings settings,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.handovers = handovers;
        this.items = items;
        this.sweep = sweep;
        this.previews = previews;
        this.weCom = weCom;
        this.settings = settings;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A handover, and how far it is at WeCom. */
    public record Detail(Handover handover, Tally tally) {}

    /** Inside the transaction that keeps the answer. */
    public Uni<Detail> begin(Tx tx, Wish wish, String reason, Actor actor) {
        var now = clock.instant();
        var id = Ids.next();
        return previews.allowed(tx, wish, now)
                .chain(two -> handovers.insert(tx, handover(id, wish, two, reason, actor, now), now))
                .chain(() -> handovers.find(tx, id))
                .chain(handover -> sweep.begin(tx, handover, actor))
                .chain(() ->
                        note(tx, actor, "handover.begin", id, reason, Map.of("from", wish.from(), "to", wish.to())))
                .chain(() -> detail(tx, id));
    }

    private NewHandover handover(UUID id, Wish wish, Two two, String reason, Actor actor, Instant now) {
        return new NewHandover(
                id,
                new Party(wish.from(), two.from().name()),
                new Party(wish.to(), two.to().name()),
                wish.kind(),
                wish.leftAt(),
                now.plus(settings.lead()),
                now.plus(settings.lead()).plus(settings.grace()),
                weCom.configured() ? two.users() : Optional.empty(),
                reason,
                actor);
    }

    public Uni<NumberedPage<Handover>> page(@Nullable State state, @Nullable UUID seller, int page, int size) {
        var reads = transactions.reads();
        return handovers
                .page(reads, state, seller, page, size)
                .chain(found -> handovers
                        .count(reads, state, seller)
                        .map(total -> new NumberedPage<>(found, page, size, total)));
    }

    public Uni<Detail> see(UUID id) {
        return detail(transactions.reads(), id);
    }

    public Uni<NumberedPage<Item>> items(
            UUID id, Item.@Nullable State state, Item.@Nullable Kind kind, int page, int size) {
        var reads = transactions.reads();
        return found(handovers.find(reads, id))
                .chain(() -> items.page(reads, id, state, kind, page, size))
                .chain(found ->
                        items.count(reads, id, state, kind).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** What WeCom refused is sent again at once, also what was refused for good. */
    public Uni<Detail> retry(UUID id, String reason, Actor actor) {
        return transactions
                .in(tx -> found(handovers.lock(tx, id))
                        .invoke(handover -> refuse(handover.state() == State.RUNNING || closed(handover), handover))
                        .call(_ -> items.again(tx, id, Optional.empty()))
                        .chain(handover -> sweep.begin(tx, handover, actor))
                        .chain(() -> note(tx, actor, "handover.retry", id, reason, Map.of())))
                .chain(() -> see(id));
    }

    /** For ever: what WeCom has not taken by now is given up; what is the shop's own has changed hands and stays so. */
    public Uni<Detail> close(UUID id, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> found(handovers.lock(tx, id))
                        .invoke(handover -> refuse(closed(handover), handover))
                        .chain(() -> items.giveUp(tx, id, "CLOSED", now))
                        .chain(() -> handovers.close(tx, id, now))
                        .chain(() -> note(tx, actor, "handover.close", id, reason, Map.of())))
                .chain(() -> see(id));
    }

    private static boolean closed(Handover handover) {
        return handover.state() == State.CLOSED;
    }

    private static void refuse(boolean wrong, Handover handover) {
        if (wrong) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The handover is " + handover.state(),
                    Map.of("state", handover.state().name()));
        }
    }

    private Uni<Detail> detail(Sql sql, UUID id) {
        return found(handovers.find(sql, id))
                .chain(handover -> items.tally(sql, id).map(tally -> new Detail(handover, tally)));
    }

    private static <T> Uni<T> found(Uni<T> one) {
        return one.onItem().ifNull().failWith(Refused::notFound);
    }

    private Uni<Void> note(Tx tx, Actor actor, String action, UUID id, String reason, Map<String, ?> after) {
        return audit.append(tx, new AuditEntry(actor, action, "handover", id.toString(), reason, null, after));
    }
}
