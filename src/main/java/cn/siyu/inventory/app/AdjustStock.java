package cn.siyu.inventory.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.domain.Change;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.domain.Movement.Reference;
import cn.siyu.inventory.domain.MovementCause;
import cn.siyu.inventory.domain.StockLines;
import cn.siyu.inventory.domain.StockLines.Adjusted;
import cn.siyu.inventory.store.PoolStore;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** Corrects what one pool has, by staff, with a reason: all lines or none. Runs in the transaction of its idempotency key. */
@Singleton
public class AdjustStock {

    private final StockStore stock;
    private final PoolStore pools;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    AdjustStock(StockStore stock, PoolStore pools, AuditLog audit, ShopClock clock) {
        this.stock = stock;
        this.pools = pools;
        this.audit = audit;
        this.clock = clock;
    }

    /** What was done, under the id that its movements refer to. */
    public record Adjustment(UUID id, List<Adjusted> lines) {}

    /** What the audit log keeps of one line. */
    record Units(UUID sku, int onHand) {}

    public Uni<Adjustment> adjust(Tx tx, Actor actor, UUID pool, List<Change> changes, String reason) {
        var skus = changes.stream().map(Change::sku).toList();
        return pools.some(tx, List.of(pool))
                .invoke(found -> refuseMissing(found.isEmpty()))
                .chain(() -> stock.makeRows(tx, skus, List.of(pool)))
                .chain(() -> stock.lock(tx, skus, List.of(pool)))
                .map(levels -> new Adjustment(Ids.next(), StockLines.adjust(levels, changes)))
                .call(done -> carryOut(tx, actor, done, reason));
    }

    /** Keeps so many units of a SKU from being sold. */
    public Uni<Void> keepBack(Tx tx, Actor actor, UUID pool, SkuId sku, int units, String reason) {
        return stock.lock(tx, List.of(sku), List.of(pool))
                .invoke(levels -> refuseMissing(levels.isEmpty()))
                .call(() -> stock.setSafety(tx, sku, pool, units))
                .call(levels -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "stock.safety",
                                "sku",
                                sku.value().toString(),
                                reason,
                                levels.getFirst().safety(),
                                units)))
                .replaceWithVoid();
    }

    private Uni<Void> carryOut(Tx tx, Actor actor, Adjustment done, String reason) {
        var reference = Reference.of(MovementCause.ADJUSTMENT, done.id());
        var movements = done.lines().stream()
                .filter(line -> line.delta() != 0)
                .map(line -> Movement.adjust(line.before(), line.delta(), reference, reason))
                .toList();
        return stock.write(tx, movements, actor, clock.instant())
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "stock.adjust",
                                "stock-adjustment",
                                done.id().toString(),
                                reason,
                                units(done, line -> line.before().onHand()),
                                units(done, Adjusted::after))));
    }

    private static List<Units> units(Adjustment done, ToIntFunction<Adjusted> onHand) {
        return done.lines().stream()
                .map(line -> new Units(line.before().sku().value(), onHand.applyAsInt(line)))
                .toList();
    }

    private static void refuseMissing(boolean missing) {
        if (missing) {
            throw Refused.notFound();
        }
    }
}
