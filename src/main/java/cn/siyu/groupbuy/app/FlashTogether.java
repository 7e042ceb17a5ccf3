package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.FlashTogether.Asking;
import cn.siyu.groupbuy.app.ReadFlash.Read;
import cn.siyu.groupbuy.app.TakeFlash.Reading;
import cn.siyu.groupbuy.domain.FlashDecision.Held;
import cn.siyu.groupbuy.domain.FlashDecision.TurnedAway;
import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.domain.FlashShares;
import cn.siyu.groupbuy.domain.FlashShares.Share;
import cn.siyu.groupbuy.store.FlashOrderStore;
import cn.siyu.groupbuy.store.FlashOrderStore.Taken;
import cn.siyu.groupbuy.store.FlashSaleStore;
import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.idempotency.IdempotentBatch.Batch;
import cn.siyu.kernel.idempotency.IdempotentBatch.Request;
import cn.siyu.kernel.merge.Merged;
import cn.siyu.kernel.merge.TryAgain;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.Orders.Placement;
import cn.siyu.trade.Orders.Sale;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who buys in one flash sale at this moment, in one transaction: the goods are locked, everything is loaded once, each
 * is decided in turn by the rule for one, and what was decided is written set-based. Batches of one sale follow one another, also
 * those of other instances.
 */
@Singleton
class FlashTogether implements Merged<Asking, Response> {

    static final int CREATED = 201;

    /** The lock under which the batches of a sale follow one another, also those of other instances. */
    static final String LANE = "groupbuy.flash:";

    private final Orders orders;
    private final FlashSaleStore sales;
    private final FlashOrderStore taken;
    private final FlashGate gate;
    private final IdempotentBatch once;
    private final ShopClock clock;

    @Inject
    FlashTogether(
            Orders orders,
            FlashSaleStore sales,
            FlashOrderStore taken,
            FlashGate gate,
            IdempotentBatch once,
            ShopClock clock) {
        this.orders = orders;
        this.sales = sales;
        this.taken = taken;
        this.gate = gate;
        this.once = once;
        this.clock = clock;
    }

    /** A request for units of a sale with everything that was read for it. */
    record Asking(
            Request request, FlashSaleId sale, MemberId member, Reading reading, Function<Placed, Object> shape) {}

    /** What the batch stands on, gathered as the answers come in. */
    private static final class Loaded {
        private @Nullable Sale goods;
        private @Nullable FlashSale sale;
        private Map<Share, Integer> units = Map.of();
        private @Nullable Batch<Asking> batch;
    }

    @Override
    public String name() {
        return "flash";
    }

    @Override
    public Uni<List<Verdict<Response>>> carryOut(Tx tx, List<Asking> commands, Runnable locked) {
        var now = clock.instant();
        return load(tx, commands, locked, now).chain(loaded -> write(tx, loaded, now));
    }

    /** All sent in one go: what is read behind a lock is read when it is had. */
    private Uni<Loaded> load(Tx tx, List<Asking> commands, Runnable locked, Instant now) {
        var id = commands.getFirst().sale();
        var reads = commands.stream()
                .flatMap(each -> each.reading().read().stream())
                .toList();
        var drafts = reads.stream().map(Read::draft).toList();
        var shares = reads.stream()
                .map(read -> new Share(read.item().sku(), read.draft().member()))
                .distinct()
                .toList();
        var loaded = new Loaded();
        return tx.together(
                        tx.hold(LANE + id.value()),
                        orders.sale(tx, id.value(), drafts, now).invoke(goods -> {
                            loaded.goods = goods;
                            locked.run();
                        }),
                        sales.find(tx, id).invoke(found -> loaded.sale = found),
                        taken.units(tx, id, shares).invoke(found -> loaded.units = found),
                        once.read(tx, commands, Asking::request).invoke(found -> loaded.batch = found))
                .replaceWith(loaded);
    }

    /** Decides one after the other and gathers what is to be written for those who get something. */
    private static final class Deciding {
        private final FlashShares shares;
        private final Sale goods;
        private final Instant now;
        private final List<Taken> units = new ArrayList<>();
        private boolean lacking;

        private Deciding(FlashShares shares, Sale goods, Instant now) {
            this.shares = shares;
            this.goods = goods;
            this.now = now;
        }

        private Verdict<Object> decide(Asking asking) {
            var failure = asking.reading().failure();
            return failure.isPresent()
                    ? new No<>(failure.get())
                    : decide(asking, asking.reading().get());
        }

        private Verdict<Object> decide(Asking asking, Read read) {
            return switch (shares.decide(read.item(), asking.member(), read.inAudience(), read.quantity())) {
                case Held(var payBy) -> hold(asking, read, payBy);
                case TurnedAway(var reason) -> new No<>(new Refused(reason));
            };
        }

        private Verdict<Object> hold(Asking asking, Read read, Instant payBy) {
            return switch (goods.place(new Orders.Priced(read.draft(), terms(read, payBy)))) {
                case Placement.Done(var order) -> {
                    shares.take(read.item(), asking.member(), read.quantity());
                    units.add(units(read, order));
                    yield new Done<>(asking.shape().apply(order));
                }
                case Placement.Lacking _ -> {
                    lacking = true;
                    yield new No<>(FlashGate.sold());
                }
                case Placement.Barred barred -> new No<>(barred.reason());
            };
        }

        private Taken units(Read read, Placed order) {
            return new Taken(
                    order.order(),
                    read.sale().id(),
                    read.draft().member(),
                    read.item().sku(),
                    read.quantity(),
                    read.item().price(),
                    FlashOrderState.HELD,
                    now,
                    order.payBy(),
                    Optional.empty());
        }
    }

    private static Terms terms(Read read, Instant payBy) {
        var plan = read.sale().plan();
        return new Terms(
                HoldFlash.KIND,
                read.sale().id().value(),
                read.sale().id().value(),
                read.item().price(),
                plan.commission(),
                plan.commissionRate(),
                Optional.empty(),
                payBy,
                ReadFlash.condition(plan));
    }

    @SuppressWarnings("NullAway") // Everything was loaded: a sale that was read once is never deleted.
    private Uni<List<Verdict<Response>>> write(Tx tx, Loaded loaded, Instant now) {
        var shares = new FlashShares(loaded.sale, loaded.units, now);
        var deciding = new Deciding(shares, loaded.goods, now);
        var answers = loaded.batch
                .answer(tx, loaded.batch.fresh().stream().map(deciding::decide).toList(), CREATED)
                .memoize()
                .indefinitely();
        var id = shares.sale().id();
        if (deciding.lacking) {
            gate.isShort(id);
        }
        var members =
                shares.taken().keySet().stream().map(Share::member).distinct().toList();
        return tx.together(
                        () -> gate.know(id, members),
                        loaded.goods::write,
                        () -> taken.insert(tx, deciding.units, now),
                        () -> taken.take(tx, id, shares.taken())
                                .invoke(rows -> all(rows, shares.taken().size())),
                        () -> answers)
                .chain(() -> answers);
    }

    /** The rule has looked already; late money, which is outside of the batch, has taken what it saw. */
    private static void all(int rows, int wanted) {
        if (rows != wanted) {
            throw new TryAgain("%d of %d persons have room for it".formatted(rows, wanted));
        }
    }
}
