package cn.siyu.inventory.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.domain.Movement.Reference;
import cn.siyu.inventory.domain.MovementCause;
import cn.siyu.inventory.domain.StockLevel;
import cn.siyu.inventory.domain.StockLines;
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
import java.util.stream.Stream;

/** Moves free units from one pool to another: all lines or none. Runs in the transaction of its idempotency key. */
@Singleton
public class TransferStock {

    private final StockStore stock;
    private final PoolStore pools;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    TransferStock(StockStore stock, PoolStore pools, AuditLog audit, ShopClock clock) {
        this.stock = stock;
        this.pools = pools;
        this.audit = audit;
        this.clock = clock;
    }

    /** So many units of one SKU. */
    public record Line(SkuId sku, int units) {}

    /** A transfer between two different pools. */
    public record Transfer(UUID from, UUID to, List<Line> lines, String reason) {}

    /** Answers the id that the movements refer to. */
    public Uni<UUID> transfer(Tx tx, Actor actor, Transfer transfer) {
        var skus = transfer.lines().stream().map(Line::sku).toList();
        var both = List.of(transfer.from(), transfer.to());
        return pools.some(tx, both)
                .invoke(found -> refuseMissing(found.size() < both.size()))
                .chain(() -> stock.makeRows(tx, skus, both))
                .chain(() -> stock.lock(tx, skus, both))
                .invoke(levels -> StockLines.refuseShort(
                        in(levels, transfer.from()),
                        skus,
                        transfer.lines().stream().map(Line::units).toList()))
                .chain(() -> carryOut(tx, actor, transfer));
    }

    private Uni<UUID> carryOut(Tx tx, Actor actor, Transfer transfer) {
        var id = Ids.next();
        var reference = Reference.of(MovementCause.TRANSFER, id);
        var movements = transfer.lines().stream()
                .flatMap(line -> Stream.of(
                        Movement.transferOut(line.sku(), transfer.from(), line.units(), reference, transfer.reason()),
                        Movement.transferIn(line.sku(), transfer.to(), line.units(), reference, transfer.reason())))
                .toList();
        return stock.write(tx, movements, actor, clock.instant())
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "stock.transfer",
                                "stock-transfer",
                                id.toString(),
                                transfer.reason(),
                                null,
                                transfer)))
                .replaceWith(id);
    }

    private static List<StockLevel> in(List<StockLevel> levels, UUID pool) {
        return levels.stream().filter(level -> level.pool().equals(pool)).toList();
    }

    private static void refuseMissing(boolean missing) {
        if (missing) {
            throw Refused.notFound();
        }
    }
}
