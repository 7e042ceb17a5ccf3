package cn.siyu.commission.store;

import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.Recalculation.Compared;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.Recalculation.Place;
import cn.siyu.commission.domain.Recalculation.Tally;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of recalculations, with the rules that they try. */
@Singleton
public class RecalculationStore {

    private static final String COLUMNS = """
            id, kind, period_from, period_to, cap_bp, reason, asked_by, asked_by_name, asked_at, at_firm, at_order, orders, lines,
            differing, paid_fen, again_fen, kept_fen, kept_again_fen, done_at""";

    private static final String INSERT = """
            insert into commission_recalculation (
                   id, kind, period_from, period_to, cap_bp, reason, asked_by, asked_by_name, asked_at, at_firm, at_order)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    private static final String DRAFT = """
            insert into commission_recalculation_draft (
                   recalculation_id, position, id, kind, distributor_id, sku_id, spu_id, tier_id, category_id, basis_points,
                   fixed_fen, valid_from, valid_to, reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""";

    private static final String DRAFTS = "select " + RuleStore.COLUMNS + """
              from commission_recalculation_draft
             where recalculation_id = $1
             order by position""";

    private static final String FIND = "select " + COLUMNS + " from commission_recalculation where id = $1";

    private static final String LOCK = FIND + " for update";

    private static final String GO_ON = """
            update commission_recalculation
               set at_firm = $2, at_order = $3, orders = $4, lines = $5, differing = $6, paid_fen = $7, again_fen = $8,
                   kept_fen = $9, kept_again_fen = $10
             where id = $1""";

    private static final String DONE = """
            update commission_recalculation set done_at = $2 where id = $1 and done_at is null""";

    private static final String FILTER = " from commission_recalculation where $1::text is null or kind = $1";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by asked_at desc, id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) as total" + FILTER;

    public Uni<Void> insert(Tx tx, Recalculation asked, List<CommissionRule> drafts) {
        return tx.execute(
                        INSERT,
                        asked.id(),
                        asked.kind(),
                        asked.period().from(),
                        asked.period().to(),
                        asked.cap().orElse(null),
                        asked.reason(),
                        asked.askedBy(),
                        asked.askedByName(),
                        asked.askedAt(),
                        asked.place().firmAt(),
                        asked.place().order())
                .chain(() -> tx.together(IntStream.range(0, drafts.size())
                        .mapToObj(at -> draft(tx, asked.id(), at, drafts.get(at)))
                        .toList()));
    }

    private static Uni<Integer> draft(Tx tx, UUID recalculation, int position, CommissionRule draft) {
        var target = draft.target();
        return tx.execute(
                DRAFT,
                recalculation,
                position,
                draft.id(),
                draft.kind(),
                target.distributor().orElse(null),
                target.sku().orElse(null),
                target.spu().orElse(null),
                target.tier().orElse(null),
                target.category().orElse(null),
                draft.rate().orElse(null),
                draft.perUnit().orElse(null),
                draft.from(),
                draft.to().orElse(null),
                draft.reason());
    }

    /** In the order in which they were sent. */
    public Uni<List<CommissionRule>> drafts(Sql sql, UUID id) {
        return sql.list(DRAFTS, RuleStore::rule, id);
    }

    /** Null when there is none. */
    public Uni<Recalculation> find(Sql sql, UUID id) {
        return sql.one(FIND, RecalculationStore::recalculation, id);
    }

    /** Whoever works on it does so alone, and what he reads it with is what stays. */
    public Uni<Recalculation> lock(Tx tx, UUID id) {
        return tx.one(LOCK, RecalculationStore::recalculation, id);
    }

    /** Writes how far it is, with what it came to. */
    public Uni<Void> goOn(Tx tx, UUID id, Place place, Tally tally) {
        var fen = tally.fen();
        return tx.execute(
                        GO_ON,
                        id,
                        place.firmAt(),
                        place.order(),
                        tally.orders(),
                        tally.lines(),
                        tally.differing(),
                        fen.paid(),
                        fen.again(),
                        fen.kept(),
                        fen.keptAgain())
                .replaceWithVoid();
    }

    public Uni<Void> done(Tx tx, UUID id, Instant now) {
        return tx.execute(DONE, id, now).replaceWithVoid();
    }

    /** The newest first. */
    public Uni<List<Recalculation>> page(Sql sql, @Nullable Kind kind, int limit, int offset) {
        return sql.list(PAGE, RecalculationStore::recalculation, kind, (long) limit, (long) offset);
    }

    public Uni<Long> count(Sql sql, @Nullable Kind kind) {
        return sql.one(COUNT, row -> row.getLong("total"), kind);
    }

    private static Recalculation recalculation(Row row) {
        return new Recalculation(
                row.getUUID("id"),
                Columns.constant(row, "kind", Kind.class),
                new Period(Columns.instant(row, "period_from"), Columns.instant(row, "period_to")),
                Optional.ofNullable(row.getInteger("cap_bp")).map(Rate::new),
                row.getString("reason"),
                row.getUUID("asked_by"),
                row.getString("asked_by_name"),
                Columns.instant(row, "asked_at"),
                new Place(Columns.instant(row, "at_firm"), row.getUUID("at_order")),
                new Tally(row.getLong("orders"), row.getLong("lines"), row.getLong("differing"), compared(row)),
                Columns.optionalInstant(row, "done_at"));
    }

    static Compared compared(Row row) {
        return new Compared(
                Columns.money(row, "paid_fen"),
                Columns.money(row, "again_fen"),
                Columns.money(row, "kept_fen"),
                Columns.money(row, "kept_again_fen"));
    }
}
