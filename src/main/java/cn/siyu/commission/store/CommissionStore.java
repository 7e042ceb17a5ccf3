package cn.siyu.commission.store;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Basis;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commissions and their entries: written for many orders at a time. */
@Singleton
public class CommissionStore {

    static final String COLUMNS = """
            id, order_id, order_no, line_id, title, payee_id, payee_kind, role, net_fen, quantity, original_fen, kept_fen,
            rule_kind, rule_id, basis_points, fixed_fen, part_bp, cap_fen, state, at""";

    private static final String INSERT = """
            insert into commission_share (
                   id, order_id, order_no, line_id, title, payee_id, payee_kind, role, net_fen, quantity, original_fen,
                   kept_fen, rule_kind, rule_id, basis_points, fixed_fen, part_bp, cap_fen, state, at)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[],
                                 $8::text[], $9::bigint[], $10::int[], $11::bigint[], $12::bigint[], $13::text[],
                                 $14::uuid[], $15::int[], $16::bigint[], $17::int[], $18::bigint[], $19::text[],
                                 $20::timestamptz[])""";

    private static final String ENTER = """
            insert into commission_entry (id, share_id, order_id, line_id, payee_id, role, kind, refund_no, amount_fen, at)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                                 $8::text[], $9::bigint[], $10::timestamptz[])""";

    private static final String OF_ORDERS = "select " + COLUMNS + """
              from commission_share
             where order_id = any($1::uuid[])
             order by order_id, line_id, role""";

    private static final String ENTERED = """
            select share_id, refund_no from commission_entry where order_id = any($1::uuid[]) and kind = 'REVERSAL'""";

    private static final String CHANGE = """
            update commission_share s
               set kept_fen = c.kept_fen, state = c.state
              from unnest($1::uuid[], $2::bigint[], $3::text[]) as c (id, kept_fen, state)
             where s.id = c.id""";

    /** An entry: an accrual, or what one refund took back. */
    public record Entry(Commission of, String kind, String refundNo, Money amount, Instant at) {

        public static Entry accrual(Commission commission) {
            return new Entry(commission, "ACCRUAL", "", commission.original(), commission.at());
        }

        public static Entry reversal(Commission commission, Reversal reversal) {
            return new Entry(
                    commission,
                    "REVERSAL",
                    reversal.refundNo(),
                    reversal.amount().negated(),
                    reversal.at());
        }
    }

    /** Which refund has taken back its part of which commission. */
    public record Done(UUID commission, String refundNo) {}

    public Uni<Void> insert(Tx tx, List<Commission> all) {
        return tx.execute(
                        INSERT,
                        of(all, Commission::id),
                        of(all, Commission::order),
                        of(all, Commission::orderNo),
                        of(all, Commission::line),
                        of(all, Commission::title),
                        of(all, c -> c.payee().id()),
                        of(all, c -> c.payee().kind()),
                        of(all, Commission::role),
                        of(all, Commission::net),
                        of(all, Commission::quantity),
                        of(all, Commission::original),
                        of(all, Commission::kept),
                        of(all, c -> c.basis().rule().orElse(null)),
                        of(all, c -> c.basis().ruleId().orElse(null)),
                        of(all, c -> c.basis().rate().orElse(null)),
                        of(all, c -> c.basis().perUnit().orElse(null)),
                        of(all, c -> c.basis().part().orElse(null)),
                        of(all, c -> c.basis().cap()),
                        of(all, Commission::state),
                        of(all, Commission::at))
                .replaceWithVoid();
    }

    private static <T, V extends @Nullable Object> List<V> of(List<T> all, Function<T, V> value) {
        return all.stream().map(value).toList();
    }

    /** One entry of each kind and refund for a share, which is of one line, payee and role: the last word against doing it twice (C25). */
    public Uni<Void> enter(Tx tx, List<Entry> entries) {
        return tx.execute(
                        ENTER,
                        of(entries, _ -> Ids.next()),
                        of(entries, e -> e.of().id()),
                        of(entries, e -> e.of().order()),
                        of(entries, e -> e.of().line()),
                        of(entries, e -> e.of().payee().id()),
                        of(entries, e -> e.of().role()),
                        of(entries, Entry::kind),
                        of(entries, Entry::refundNo),
                        of(entries, Entry::amount),
                        of(entries, Entry::at))
                .replaceWithVoid();
    }

    public Uni<List<Commission>> ofOrders(Sql sql, Collection<UUID> orders) {
        return sql.list(OF_ORDERS, CommissionStore::commission, orders);
    }

    public Uni<List<Done>> reversed(Sql sql, Collection<UUID> orders) {
        return sql.list(ENTERED, row -> new Done(row.getUUID("share_id"), row.getString("refund_no")), orders);
    }

    /** Writes what is kept and where it stands. */
    public Uni<Void> change(Tx tx, List<Commission> commissions) {
        return tx.execute(
                        CHANGE,
                        of(commissions, Commission::id),
                        of(commissions, Commission::kept),
                        of(commissions, Commission::state))
                .replaceWithVoid();
    }

    static Commission commission(Row row) {
        return new Commission(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getString("order_no"),
                row.getUUID("line_id"),
                row.getString("title"),
                new Payee(row.getUUID("payee_id"), Columns.constant(row, "payee_kind", Payee.Kind.class)),
                Columns.constant(row, "role", PayeeRole.class),
                Columns.money(row, "net_fen"),
                row.getInteger("quantity"),
                Columns.money(row, "original_fen"),
                Columns.money(row, "kept_fen"),
                new Basis(
                        Optional.ofNullable(row.getString("rule_kind")).map(RuleKind::valueOf),
                        Optional.ofNullable(row.getUUID("rule_id")),
                        Optional.ofNullable(row.getInteger("basis_points")).map(Rate::new),
                        Optional.ofNullable(row.getLong("fixed_fen")).map(Money::new),
                        Optional.ofNullable(row.getInteger("part_bp")).map(Rate::new),
                        Columns.money(row, "cap_fen")),
                Columns.constant(row, "state", CommissionState.class),
                Columns.instant(row, "at"));
    }
}
