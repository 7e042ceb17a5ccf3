package cn.siyu.trade.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.StatementStore;
import cn.siyu.trade.store.StatementStore.Line;
import cn.siyu.trade.store.StatementStore.Statement;
import cn.siyu.trade.store.SupplierGoods;
import cn.siyu.trade.store.SupplierGoods.ToShip;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to ship of suppliers' goods, and what suppliers are paid for a month: the units of orders that ended in it, less those
 * that came back, at what they cost when they were sold (E15).
 */
@Singleton
public class SupplierStatements {

    private final StatementStore statements;
    private final SupplierGoods goods;
    private final Skus skus;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    SupplierStatements(
            StatementStore statements,
            SupplierGoods goods,
            Skus skus,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.statements = statements;
        this.goods = goods;
        this.skus = skus;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    public Uni<NumberedPage<ToShip>> toShip(@Nullable UUID supplier, boolean own, int page, int size) {
        return goods.toShip(reads, supplier, own, page, size)
                .chain(items ->
                        goods.count(reads, supplier, own).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Drafts a month, or drafts it again; one that is confirmed stays as it is. What has no cost gets today's. */
    public Uni<Statement> draft(UUID supplier, YearMonth month, Actor actor) {
        var until = end(month);
        return statements
                .uncosted(reads, supplier, until)
                .chain(skus::costs)
                .chain(costs -> transactions.in(tx -> draft(tx, supplier, month, costs, actor)));
    }

    private Uni<Statement> draft(Tx tx, UUID supplier, YearMonth month, Map<SkuId, Money> costs, Actor actor) {
        var first = month.atDay(1);
        return tx.hold("trade.supplier:" + supplier)
                .chain(() -> statements.hasLater(tx, supplier, first))
                .invoke(later -> {
                    if (later) {
                        throw new Refused(TradeProblem.STATEMENT_OUT_OF_ORDER);
                    }
                })
                .chain(() -> statements.begin(tx, Ids.next(), supplier, first, clock.instant()))
                .chain(begun -> statements
                        .of(tx, supplier, first)
                        .call(statement -> begun == 0
                                ? Uni.createFrom().voidItem()
                                : fill(tx, statement, end(month), costs, actor)))
                .chain(() -> statements.of(tx, supplier, first));
    }

    private Uni<Void> fill(Tx tx, Statement draft, Instant until, Map<SkuId, Money> costs, Actor actor) {
        return statements
                .fill(tx, draft, until, costs)
                .chain(() -> audit.append(tx, entry(actor, "supplier-statement.draft", draft)));
    }

    public Uni<Statement> confirm(UUID id, long version, Actor actor) {
        return transactions.in(tx -> statements
                .find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(statement -> check(statement, version))
                .chain(statement -> statements
                        .confirm(tx, id, version, clock.instant(), actor.name())
                        .invoke(rows -> {
                            if (rows == 0) {
                                throw changed(statement);
                            }
                        })
                        .chain(() -> audit.append(tx, entry(actor, "supplier-statement.confirm", statement))))
                .chain(() -> statements.find(tx, id)));
    }

    private void check(Statement statement, long version) {
        if (statement.confirmed() || statement.version() != version) {
            throw changed(statement);
        }
        if (clock.instant().isBefore(end(YearMonth.from(statement.month())))) {
            throw new Refused(TradeProblem.MONTH_NOT_OVER);
        }
        if (statement.uncosted() > 0) {
            throw new Refused(TradeProblem.COST_UNKNOWN);
        }
    }

    public Uni<Statement> see(UUID id) {
        return statements.find(reads, id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Statement>> page(@Nullable UUID supplier, int page, int size) {
        return statements
                .page(reads, supplier, page, size)
                .chain(items ->
                        statements.count(reads, supplier).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<List<Line>> lines(UUID id, Optional<Cursor> after, int limit) {
        return statements.lines(reads, id, after, limit);
    }

    private static Instant end(YearMonth month) {
        return ShopCalendar.startOf(month.plusMonths(1).atDay(1));
    }

    private static Refused changed(Statement statement) {
        var state = statement.confirmed() ? "CONFIRMED" : "DRAFT";
        return Refused.with(CommonProblem.STATE_CHANGED, "The statement is " + state, Map.of("state", state));
    }

    private static AuditEntry entry(Actor actor, String action, Statement statement) {
        return new AuditEntry(
                actor,
                action,
                "supplier-statement",
                statement.id().toString(),
                null,
                null,
                Map.of(
                        "supplierId",
                        statement.supplier(),
                        "month",
                        statement.month().toString(),
                        "totalFen",
                        statement.total().fen()));
    }
}
