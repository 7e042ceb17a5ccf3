package cn.siyu.inventory.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.domain.Difference;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.store.CheckStore;
import cn.siyu.inventory.store.CheckStore.DifferenceView;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Makes a counter and its movements agree again after a difference was found: staff has counted, and says why. The movement
 * holds whatever the books lacked; reserved becomes what live reservations keep. Runs in the transaction of its idempotency key.
 */
@Singleton
public class CorrectStock {

    private final CheckStore checks;
    private final StockStore stock;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    CorrectStock(CheckStore checks, StockStore stock, AuditLog audit, ShopClock clock) {
        this.checks = checks;
        this.stock = stock;
        this.audit = audit;
        this.clock = clock;
    }

    /** What the counter holds from now on. */
    public record Corrected(UUID difference, SkuId sku, UUID pool, int onHand, int reserved) {}

    public Uni<Corrected> correct(Tx tx, Actor actor, UUID id, int counted, String reason) {
        return checks.lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(open -> held(tx, open).chain(truth -> correct(tx, actor, id, truth, counted, reason)));
    }

    /** With the counter locked nobody moves anything of it, so the sums stand still. */
    private Uni<Difference> held(Tx tx, DifferenceView open) {
        var sku = new SkuId(open.skuId());
        return stock.makeRows(tx, List.of(sku), List.of(open.poolId()))
                .chain(() -> stock.lock(tx, List.of(sku), List.of(open.poolId())))
                .chain(() -> checks.truth(tx, sku, open.poolId()));
    }

    private Uni<Corrected> correct(Tx tx, Actor actor, UUID id, Difference truth, int counted, String reason) {
        if (counted < truth.reservedKept()) {
            throw Refused.fields(
                    InventoryProblem.STOCK_LINES_REFUSED,
                    List.of(new FieldError("counted", "is less than the " + truth.reservedKept() + " that are kept")));
        }
        var kept = Math.toIntExact(truth.reservedKept());
        var done = new Corrected(id, truth.sku(), truth.pool(), counted, kept);
        var now = clock.instant();
        return checks.correct(tx, Movement.correct(truth, counted, id, reason), counted, kept, actor, now)
                .chain(() -> checks.settle(tx, id, now))
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "stock.correct",
                                "sku",
                                truth.sku().value().toString(),
                                reason,
                                truth,
                                done)))
                .replaceWith(done);
    }
}
