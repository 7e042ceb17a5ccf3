package cn.siyu.ledger.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import cn.siyu.ledger.Account;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What finance reads: balances and the transfers behind them. */
@Singleton
public class LedgerBooks {

    private static final String ACCOUNTS = """
            select a.kind, a.owner, a.side, a.floor_fen, sums.debits_fen, sums.credits_fen
              from (select * from ledger_account
                     where ($1::text is null or kind = $1)
                     order by kind, owner offset $2 limit $3) a
             cross join lateral (
                   select coalesce(sum(amount_fen) filter (where amount_fen > 0), 0)::bigint as debits_fen,
                          coalesce(-sum(amount_fen) filter (where amount_fen < 0), 0)::bigint as credits_fen
                     from ledger_posting p
                    where p.kind = a.kind and p.owner = a.owner) sums
             order by a.kind, a.owner""";

    private static final String HOW_MANY = """
            select count(*) as total from ledger_account where $1::text is null or kind = $1""";

    private static final String TRANSFERS = """
            select id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen
              from ledger_transfer
             where ($1::text is null or reference = $1)
               and ($2::text is null or debit_kind = $2 or credit_kind = $2)
               and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
             order by at desc, id desc
             limit $5""";

    private final Transactions transactions;

    @Inject
    LedgerBooks(Transactions transactions) {
        this.transactions = transactions;
    }

    /** One account: its balance is counted from the side on which it grows. */
    @Schema(name = "LedgerAccountView")
    public record AccountView(
            Account.Kind kind,
            UUID ownerId,
            Account.Side side,
            @Nullable Long floorFen,
            long debitsFen,
            long creditsFen,
            long balanceFen) {}

    /** One transfer, from the credited to the debited account. */
    @Schema(name = "LedgerTransferView")
    public record TransferView(
            UUID id,
            String reference,
            Instant at,
            Account.Kind debit,
            UUID debitOwnerId,
            Account.Kind credit,
            UUID creditOwnerId,
            long amountFen) {}

    public Uni<NumberedPage<AccountView>> accounts(Account.@Nullable Kind kind, int page, int size) {
        var reads = transactions.reads();
        return reads.list(ACCOUNTS, LedgerBooks::account, kind, (page - 1L) * size, (long) size)
                .chain(items -> reads.one(HOW_MANY, row -> row.getLong("total"), kind)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Page<TransferView>> transfers(
            @Nullable String reference, Account.@Nullable Kind account, Optional<Cursor> after, int limit) {
        return transactions
                .reads()
                .list(
                        TRANSFERS,
                        LedgerBooks::transfer,
                        reference,
                        account,
                        after.map(Cursor::at).orElse(null),
                        after.map(Cursor::id).orElse(null),
                        limit + 1L)
                .map(rows -> page(rows, limit));
    }

    private static Page<TransferView> page(List<TransferView> rows, int limit) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        var shown = rows.subList(0, limit);
        return new Page<>(
                shown, new Cursor(shown.getLast().at(), shown.getLast().id()).encode());
    }

    private static AccountView account(Row row) {
        var side = Columns.constant(row, "side", Account.Side.class);
        var debits = row.getLong("debits_fen");
        var credits = row.getLong("credits_fen");
        return new AccountView(
                Columns.constant(row, "kind", Account.Kind.class),
                row.getUUID("owner"),
                side,
                row.getLong("floor_fen"),
                debits,
                credits,
                switch (side) {
                    case DEBIT -> debits - credits;
                    case CREDIT -> credits - debits;
                });
    }

    private static TransferView transfer(Row row) {
        return new TransferView(
                row.getUUID("id"),
                row.getString("reference"),
                Columns.instant(row, "at"),
                Columns.constant(row, "debit_kind", Account.Kind.class),
                row.getUUID("debit_owner"),
                Columns.constant(row, "credit_kind", Account.Kind.class),
                row.getUUID("credit_owner"),
                row.getLong("amount_fen"));
    }
}
