package cn.siyu.commission.store;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayoutBatch.ItemState;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.kernel.money.Money;
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
import org.jspecify.annotations.Nullable;

/** What a payout batch consists of, and what became of each. */
@Singleton
public class PayoutItemStore {

    private static final String WAITING = """
            select i.withdrawal_id, w.member_id
              from commission_payout_item i join commission_withdrawal w on w.id = i.withdrawal_id
             where i.batch_id = $1 and i.state = 'WAITING'
             order by i.withdrawal_id
             limit $2""";

    private static final String END = """
            update commission_payout_item
               set state = $3, code = $4, done_at = $5
             where batch_id = $1 and withdrawal_id = $2 and state = 'WAITING'""";

    private static final String DROP = """
            update commission_payout_item set state = 'DROPPED', done_at = $2 where batch_id = $1 and state = 'WAITING'""";

    private static final String FROM = """
             from commission_payout_item i join commission_withdrawal w on w.id = i.withdrawal_id
            where i.batch_id = $1 and ($2::text is null or i.state = $2)""";

    private static final String PAGE = """
            select i.withdrawal_id, i.state, i.code, i.done_at, w.payee_id, w.payee_kind, w.amount_fen, w.state as stands,
                   w.end_reason""" + FROM + " order by i.withdrawal_id limit $3 offset $4";

    private static final String COUNT = "select count(*) as total" + FROM;

    private static final String STANDINGS = """
            select i.state, w.state as stands, count(*)::int as items, sum(w.amount_fen)::bigint as fen
              from commission_payout_item i join commission_withdrawal w on w.id = i.withdrawal_id
             where i.batch_id = $1
             group by i.state, w.state
             order by i.state, w.state""";

    /** One that is to be sent next. */
    public record Next(UUID withdrawal, UUID member) {}

    /** One with what became of it. */
    public record Item(
            UUID withdrawal,
            Payee payee,
            Money amount,
            ItemState state,
            Optional<String> code,
            Optional<Instant> at,
            WithdrawalState.Kind stands,
            Optional<String> endReason) {}

    /** How many stand alike. */
    public record Standing(ItemState state, WithdrawalState.Kind withdrawal, int items, Money sum) {}

    public Uni<List<Next>> waiting(Sql sql, UUID batch, int limit) {
        return sql.list(
                WAITING, row -> new Next(row.getUUID("withdrawal_id"), row.getUUID("member_id")), batch, (long) limit);
    }

    /** Answers false when another run has ended it before. */
    public Uni<Boolean> end(Tx tx, UUID batch, UUID withdrawal, ItemState state, @Nullable String code, Instant now) {
        return tx.execute(END, batch, withdrawal, state, code, now).map(rows -> rows == 1);
    }

    public Uni<Void> drop(Tx tx, UUID batch, Instant now) {
        return tx.execute(DROP, batch, now).replaceWithVoid();
    }

    public Uni<List<Item>> page(Sql sql, UUID batch, @Nullable ItemState state, int limit, int offset) {
        return sql.list(PAGE, PayoutItemStore::item, batch, state, (long) limit, (long) offset);
    }

    public Uni<Long> count(Sql sql, UUID batch, @Nullable ItemState state) {
        return sql.one(COUNT, row -> row.getLong("total"), batch, state);
    }

    public Uni<List<Standing>> standings(Sql sql, UUID batch) {
        return sql.list(
                STANDINGS,
                row -> new Standing(
                        Columns.constant(row, "state", ItemState.class),
                        Columns.constant(row, "stands", WithdrawalState.Kind.class),
                        row.getInteger("items"),
                        Columns.money(row, "fen")),
                batch);
    }

    private static Item item(Row row) {
        return new Item(
                row.getUUID("withdrawal_id"),
                new Payee(row.getUUID("payee_id"), Columns.constant(row, "payee_kind", Payee.Kind.class)),
                Columns.money(row, "amount_fen"),
                Columns.constant(row, "state", ItemState.class),
                Optional.ofNullable(row.getString("code")),
                Columns.optionalInstant(row, "done_at"),
                Columns.constant(row, "stands", WithdrawalState.Kind.class),
                Optional.ofNullable(row.getString("end_reason")));
    }
}
