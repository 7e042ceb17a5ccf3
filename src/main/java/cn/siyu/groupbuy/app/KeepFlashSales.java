package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.store.FlashSaleStore;
import cn.siyu.groupbuy.store.OverlapStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes flash sales, publishes them with their stock or not at all, holds them, lets them go on, stops them (A11, B1, B26). */
@Singleton
public class KeepFlashSales {

    private final FlashSaleStore sales;
    private final OverlapStore overlaps;
    private final CheckFlashPlan check;
    private final Allotments allotments;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepFlashSales(
            FlashSaleStore sales,
            OverlapStore overlaps,
            CheckFlashPlan check,
            Allotments allotments,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.sales = sales;
        this.overlaps = overlaps;
        this.check = check;
        this.allotments = allotments;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A command of staff about a sale in a certain version. */
    public record Command(FlashSaleId sale, long version, Actor actor, String reason) {}

    public Uni<FlashSheet> create(FlashPlan plan, Actor actor) {
        var sale = new FlashSale(FlashSaleId.next(), plan, ActivityState.DRAFT, 0);
        return check.check(plan)
                .chain(() -> transactions.in(tx -> sales.insert(tx, sale, clock.instant())
                        .chain(() -> trail(tx, new Command(sale.id(), 0, actor, "new"), "create", sale, null))))
                .replaceWith(new FlashSheet(sale, List.of()));
    }

    /** What its plan deserves to be told today, read before the transaction that changes or publishes it. */
    public Uni<Optional<Refused>> refusal(FlashPlan plan) {
        return check.refusal(plan);
    }

    /** The same for a sale that is there. */
    public Uni<Optional<Refused>> refusal(FlashSaleId id) {
        return sales.find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(sale -> check.refusal(sale.plan()));
    }

    /** Until it begins it may become anything that could be published; afterwards it can only get more units. */
    public Uni<FlashSheet> change(Tx tx, Command command, FlashPlan plan, Optional<Refused> refusal) {
        return current(tx, command)
                .chain(before -> switch (before.state()) {
                    case DRAFT -> rewrite(tx, command, before, plan, refusal);
                    case SCHEDULED ->
                        rewrite(tx, command, before, plan, refusal)
                                .chain(() -> sales.nextReference(tx, before.id()))
                                .chain(reference -> allotments.giveBack(
                                        tx, before.id().value(), reference, command.actor(), clock.instant()))
                                .chain(() -> allot(tx, command, plan, plan.quotas()));
                    case RUNNING, PAUSED -> extend(tx, command, before, plan, refusal);
                    case STOPPED, ENDED -> throw changed(before);
                })
                .chain(() -> sheet(tx, command.sale()));
    }

    private Uni<Void> rewrite(Tx tx, Command command, FlashSale before, FlashPlan plan, Optional<Refused> refusal) {
        return refusal.<Uni<Void>>map(Uni.createFrom()::failure).orElseGet(() -> save(tx, command, before, plan));
    }

    private Uni<Void> extend(Tx tx, Command command, FlashSale before, FlashPlan plan, Optional<Refused> refusal) {
        if (!before.plan().growsInto(plan)) {
            throw new Refused(FlashSaleProblem.FLASH_SALE_IMMUTABLE);
        }
        CheckFlashPlan.obeyLaw(refusal);
        return save(tx, command, before, plan).chain(() -> allot(tx, command, plan, plan.raised(before.plan())));
    }

    private Uni<Void> save(Tx tx, Command command, FlashSale before, FlashPlan plan) {
        var after = new FlashSale(before.id(), plan, before.state(), before.version() + 1);
        return alone(tx, after)
                .chain(() -> sales.update(tx, before, plan))
                .chain(() -> trail(tx, command, "change", after, before));
    }

    /** Sets its stock aside and lets time decide whether it runs at once; refused naming the SKUs that are short. */
    public Uni<FlashSheet> publish(Tx tx, Command command, Optional<Refused> refusal) {
        return current(tx, command)
                .chain(before -> publish(tx, command, before, refusal))
                .chain(() -> sheet(tx, command.sale()));
    }

    private Uni<Void> publish(Tx tx, Command command, FlashSale before, Optional<Refused> refusal) {
        var now = clock.instant();
        var next = before.state().publish(!now.isBefore(before.plan().startsAt()));
        if (refusal.isPresent()) {
            return Uni.createFrom().failure(refusal.get());
        }
        return alone(tx, moved(before, next))
                .chain(() -> sales.move(tx, before, next, now))
                .chain(() -> allot(tx, command, before.plan(), before.plan().quotas()))
                .chain(() -> trail(tx, command, "publish", moved(before, next), before));
    }

    public Uni<FlashSheet> pause(Tx tx, Command command) {
        return move(tx, command, "pause", ActivityState::pause);
    }

    /** Not for goods that have come under the law meanwhile (L6). */
    public Uni<FlashSheet> resume(Tx tx, Command command, Optional<Refused> refusal) {
        CheckFlashPlan.obeyLaw(refusal);
        return move(tx, command, "resume", ActivityState::resume);
    }

    /** For good. Whoever has taken something may still pay for it; then what is left goes back. */
    public Uni<FlashSheet> stop(Tx tx, Command command) {
        return move(tx, command, "stop", ActivityState::stop);
    }

    private Uni<FlashSheet> move(Tx tx, Command command, String action, UnaryOperator<ActivityState> step) {
        return current(tx, command)
                .chain(before -> {
                    var next = step.apply(before.state());
                    return sales.move(tx, before, next, clock.instant())
                            .chain(() -> trail(tx, command, action, moved(before, next), before));
                })
                .chain(() -> sheet(tx, command.sale()));
    }

    private static FlashSale moved(FlashSale before, ActivityState next) {
        return new FlashSale(before.id(), before.plan(), next, before.version() + 1);
    }

    private Uni<Void> alone(Tx tx, FlashSale after) {
        return after.state().published()
                ? overlaps.refuse(tx, after.id(), after.plan())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> allot(Tx tx, Command command, FlashPlan plan, Map<SkuId, Integer> units) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return sales.nextReference(tx, command.sale())
                .chain(reference -> allotments.allot(
                        tx, command.sale().value(), units, reference, command.actor(), clock.instant()))
                .invoke(shortages -> refuse(plan, shortages))
                .replaceWithVoid();
    }

    private static void refuse(FlashPlan plan, List<Shortage> shortages) {
        if (shortages.isEmpty()) {
            return;
        }
        var skus = plan.items().stream().map(FlashItem::sku).toList();
        throw Refused.fields(
                InventoryProblem.STOCK_SHORT,
                IntStream.range(0, skus.size())
                        .boxed()
                        .flatMap(i -> shortages.stream()
                                .filter(each -> each.sku().equals(skus.get(i)))
                                .map(each -> new FieldError(
                                        "items[" + i + "].quota",
                                        each.wanted() + " units are wanted, " + each.saleable() + " can be set aside")))
                        .toList());
    }

    /** The sale, locked, in the version that the caller has read. */
    private Uni<FlashSale> current(Tx tx, Command command) {
        return sales.lock(tx, command.sale())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(sale -> {
                    if (sale.version() != command.version()) {
                        throw changed(sale);
                    }
                });
    }

    private static Refused changed(FlashSale sale) {
        return Refused.with(
                CommonProblem.STATE_CHANGED,
                "The flash sale is " + sale.state() + " in another version",
                Map.of("version", sale.version(), "state", sale.state().name()));
    }

    private Uni<FlashSheet> sheet(Tx tx, FlashSaleId id) {
        return sales.find(tx, id)
                .chain(sale -> allotments.levels(tx, List.of(id.value())).map(levels -> new FlashSheet(sale, levels)));
    }

    private Uni<Void> trail(Tx tx, Command command, String action, FlashSale after, @Nullable FlashSale before) {
        var target = after.id().value().toString();
        return audit.append(
                tx,
                new AuditEntry(
                        command.actor(),
                        "flash-sale." + action,
                        "flash-sale",
                        target,
                        command.reason(),
                        before,
                        after));
    }
}
