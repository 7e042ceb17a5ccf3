package cn.siyu.commission.store;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.RecalculationRow;
import cn.siyu.commission.domain.RecalculationRow.By;
import cn.siyu.commission.domain.RecalculationRow.Sold;
import cn.siyu.commission.domain.RecalculationRow.Subject;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What recalculations found. */
@Singleton
public class RecalculationRowStore {

    private static final String ADD = """
            insert into commission_recalculation_row as known (
                   recalculation_id, id, what, order_id, order_no, line_id, title, payee_id, payee_kind, role, rule_kind, rule_id,
                   again_rule_kind, again_rule_id, orders, paid_fen, again_fen, kept_fen, kept_again_fen)
            select $1::uuid, n.*
              from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::uuid[], $9::text[],
                          $10::text[], $11::text[], $12::uuid[], $13::text[], $14::uuid[], $15::bigint[], $16::bigint[],
                          $17::bigint[], $18::bigint[], $19::bigint[]) as n
            on conflict on constraint commission_recalculation_row_uk do update
               set orders = known.orders + excluded.orders, paid_fen = known.paid_fen + excluded.paid_fen,
                   again_fen = known.again_fen + excluded.again_fen, kept_fen = known.kept_fen + excluded.kept_fen,
                   kept_again_fen = known.kept_again_fen + excluded.kept_again_fen""";

    private static final String COLUMNS = """
            select id, what, order_id, order_no, line_id, title, payee_id, payee_kind, role, rule_kind, rule_id,
                   again_rule_kind, again_rule_id, orders, paid_fen, again_fen, kept_fen, kept_again_fen""";

    private static final String FILTER = """

             from commission_recalculation_row
            where recalculation_id = $1 and ($2::text is null or what = $2) and ($3::uuid is null or payee_id = $3)""";

    private static final String PAGE = COLUMNS + FILTER + " order by id limit $4 offset $5";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String AFTER = COLUMNS + """

             from commission_recalculation_row
            where recalculation_id = $1 and id > $2
            order by id
            limit $3""";

    /** Which rows of a recalculation are meant; an absent value means all. */
    public record Search(
            UUID recalculation,
            @Nullable What what,
            @Nullable UUID payee) {}

    /** What is about the same as a row that is there is added to it; no two of these are about the same. */
    public Uni<Void> add(Tx tx, UUID recalculation, List<RecalculationRow> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                ADD,
                                recalculation,
                                of(rows, RecalculationRow::id),
                                of(rows, row -> row.subject().what()),
                                ofSold(rows, Sold::order),
                                ofSold(rows, Sold::orderNo),
                                ofSold(rows, Sold::line),
                                ofSold(rows, Sold::title),
                                of(
                                        rows,
                                        row -> row.subject()
                                                .payee()
                                                .map(Payee::id)
                                                .orElse(null)),
                                of(
                                        rows,
                                        row -> row.subject()
                                                .payee()
                                                .map(Payee::kind)
                                                .orElse(null)),
                                of(rows, row -> row.subject().role()),
                                of(rows, row -> row.subject().by().map(By::kind).orElse(null)),
                                of(
                                        rows,
                                        row -> row.subject()
                                                .by()
                                                .flatMap(By::rule)
                                                .orElse(null)),
                                of(rows, row -> row.againBy().map(By::kind).orElse(null)),
                                of(rows, row -> row.againBy().flatMap(By::rule).orElse(null)),
                                of(rows, RecalculationRow::orders),
                                of(rows, row -> row.fen().paid()),
                                of(rows, row -> row.fen().again()),
                                of(rows, row -> row.fen().kept()),
                                of(rows, row -> row.fen().keptAgain()))
                        .replaceWithVoid();
    }

    private static <V extends @Nullable Object> List<V> of(
            List<RecalculationRow> rows, Function<RecalculationRow, V> value) {
        return rows.stream().map(value).toList();
    }

    private static <V> List<@Nullable V> ofSold(List<RecalculationRow> rows, Function<Sold, V> value) {
        return of(rows, row -> row.sold().map(value).orElse(null));
    }

    public Uni<List<RecalculationRow>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                RecalculationRowStore::row,
                search.recalculation(),
                search.what(),
                search.payee(),
                (long) limit,
                (long) offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.recalculation(), search.what(), search.payee());
    }

    /** All of them, portion by portion. */
    public Uni<List<RecalculationRow>> after(Sql sql, UUID recalculation, UUID last, int limit) {
        return sql.list(AFTER, RecalculationRowStore::row, recalculation, last, (long) limit);
    }

    private static RecalculationRow row(Row row) {
        var line = Optional.ofNullable(row.getUUID("line_id"));
        return new RecalculationRow(
                row.getUUID("id"),
                new Subject(
                        Columns.constant(row, "what", What.class),
                        line,
                        Optional.ofNullable(row.getUUID("payee_id"))
                                .map(id -> new Payee(id, Columns.constant(row, "payee_kind", Payee.Kind.class))),
                        Columns.constant(row, "role", PayeeRole.class),
                        by(row, "rule_kind", "rule_id")),
                line.map(
                        id -> new Sold(row.getUUID("order_id"), row.getString("order_no"), id, row.getString("title"))),
                by(row, "again_rule_kind", "again_rule_id"),
                row.getLong("orders"),
                RecalculationStore.compared(row));
    }

    private static Optional<By> by(Row row, String kind, String rule) {
        return Optional.ofNullable(row.getString(kind))
                .map(name -> new By(RuleKind.valueOf(name), Optional.ofNullable(row.getUUID(rule))));
    }
}
