package cn.siyu.trade.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.TradeProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The purchase limits that staff keep. */
@Singleton
public class LimitStore {

    /** Who holds this sets a limit; who has asked for the limits of an order shares it (function {@code trade_limits_held}). */
    private static final String ONE_AT_A_TIME = "trade.limits";

    private static final String FIELDS = "select id, sku_id, spu_id, scope, period, units, version from ";

    private static final String COLUMNS = FIELDS + "trade_limit ";

    private static final String HELD = FIELDS + "trade_limits_held($1, $2)";

    private static final String BINDING = COLUMNS + """
            where ended_at is null and (sku_id = any($1::uuid[]) or spu_id = any($2::uuid[]))
            order by id""";

    private static final String WHERE = """
            where ended_at is null and ($1::uuid is null or sku_id = $1) and ($2::uuid is null or spu_id = $2)
            """;

    private static final String LIST = COLUMNS + WHERE + "order by created_at desc, id desc offset $3 limit $4";

    private static final String HOW_MANY = "select count(*) as total from trade_limit " + WHERE;

    private static final String LOCK = COLUMNS + "where id = $1 and ended_at is null for update";

    private static final String INSERT = """
            insert into trade_limit (id, sku_id, spu_id, scope, period, units, created_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7)""";

    private static final String CHANGE =
            "update trade_limit set units = $2, version = version + 1, changed_at = $3 where id = $1";

    private static final String END =
            "update trade_limit set ended_at = $2, version = version + 1, changed_at = $2 where id = $1";

    /** Those that bind these SKUs or products. */
    public Uni<List<PurchaseLimit>> binding(Sql sql, Collection<SkuId> skus, Collection<UUID> spus) {
        return sql.list(
                BINDING,
                LimitStore::limit,
                skus.stream().distinct().toList(),
                spus.stream().distinct().toList());
    }

    /** The same, true until the transaction ends: nobody sets another meanwhile. */
    public Uni<List<PurchaseLimit>> held(Tx tx, Collection<SkuId> skus, Collection<UUID> spus) {
        return tx.list(
                HELD,
                LimitStore::limit,
                skus.stream().distinct().toList(),
                spus.stream().distinct().toList());
    }

    /** Waits for the orders that are being placed, and makes later ones wait. */
    public Uni<Void> hold(Tx tx) {
        return tx.hold(ONE_AT_A_TIME);
    }

    public Uni<NumberedPage<PurchaseLimit>> list(Sql sql, @Nullable UUID sku, @Nullable UUID spu, int page, int size) {
        return sql.list(LIST, LimitStore::limit, sku, spu, (page - 1L) * size, (long) size)
                .chain(items -> sql.one(HOW_MANY, row -> row.getLong("total"), sku, spu)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** The limit, held against other staff; null when there is none or it has ended. */
    public Uni<PurchaseLimit> lock(Tx tx, UUID id) {
        return tx.one(LOCK, LimitStore::limit, id);
    }

    public Uni<Void> insert(Tx tx, PurchaseLimit limit, Instant now) {
        return tx.execute(
                        INSERT,
                        limit.id(),
                        limit.sku().orElse(null),
                        limit.spu().orElse(null),
                        limit.scope(),
                        limit.period(),
                        limit.units(),
                        now)
                .onFailure(failure -> Violations.isOf(failure, "trade_limit_one_uk"))
                .transform(_ -> new Refused(TradeProblem.PURCHASE_LIMIT_EXISTS))
                .replaceWithVoid();
    }

    public Uni<Void> change(Tx tx, UUID id, int units, Instant now) {
        return tx.execute(CHANGE, id, units, now).replaceWithVoid();
    }

    public Uni<Void> end(Tx tx, UUID id, Instant now) {
        return tx.execute(END, id, now).replaceWithVoid();
    }

    private static PurchaseLimit limit(Row row) {
        return new PurchaseLimit(
                row.getUUID("id"),
                Optional.ofNullable(row.getUUID("sku_id")).map(SkuId::new),
                Optional.ofNullable(row.getUUID("spu_id")),
                Columns.constant(row, "scope", PurchaseLimit.Scope.class),
                Columns.constant(row, "period", PurchaseLimit.Period.class),
                row.getInteger("units"),
                row.getLong("version"));
    }
}
