package cn.siyu.ledger.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Transfer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Transfers and their postings: inserts and sums, no row that two payments would both have to change. */
@Singleton
public class LedgerStore {

    private static final String MAKE_ACCOUNTS = """
            insert into ledger_account (kind, owner, side, floor_fen)
            select a.kind, a.owner, a.side, nullif(a.floor_fen, $5::bigint)
              from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[]) as a (kind, owner, side, floor_fen)
             order by a.kind, a.owner
            on conflict on constraint ledger_account_pk do nothing""";

    /** Sorted by reference, so that two batches that share some wait for each other in one direction only. */
    private static final String POST = """
            with given as (
                select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::uuid[], $6::text[],
                                     $7::uuid[], $8::bigint[])
                    as g (id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)),
            fresh as (
                insert into ledger_transfer (
                       id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                select * from given order by reference
                on conflict on constraint ledger_transfer_reference_uk do nothing
                returning *)
            insert into ledger_posting (transfer_id, side, kind, owner, amount_fen)
            select id, 'DEBIT', debit_kind, debit_owner, amount_fen from fresh
             union all
            select id, 'CREDIT', credit_kind, credit_owner, -amount_fen from fresh""";

    private static final String OF_REFERENCES = """
            select reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen
              from ledger_transfer
             where reference = any($1::text[])""";

    private static final String BALANCE = """
            select coalesce(sum(amount_fen), 0)::bigint as balance_fen
              from ledger_posting
             where kind = $1 and owner = $2""";

    private static final String SUMS = """
            select owner, sum(amount_fen)::bigint as balance_fen
              from ledger_posting
             where kind = any($1::text[]) and owner = any($2::uuid[])
             group by owner""";

    /** Stands for an absent floor on the way to the statement, because an array of nulls alone has no type. */
    private static final long NO_FLOOR = Long.MIN_VALUE;

    /** Makes the rows of accounts that are met for the first time. */
    public Uni<Void> makeAccounts(Tx tx, Collection<Account> accounts) {
        return tx.execute(
                        MAKE_ACCOUNTS,
                        accounts.stream().map(Account::kind).toList(),
                        accounts.stream().map(Account::owner).toList(),
                        accounts.stream().map(account -> account.kind().side()).toList(),
                        accounts.stream()
                                .map(account ->
                                        account.kind().floor().map(Money::fen).orElse(NO_FLOOR))
                                .toList(),
                        NO_FLOOR)
                .replaceWithVoid();
    }

    /** Writes those whose reference is new; answers how many were. */
    public Uni<Integer> post(Tx tx, Collection<Transfer> transfers) {
        return tx.execute(
                        POST,
                        transfers.stream().map(_ -> Ids.next()).toList(),
                        transfers.stream().map(Transfer::reference).toList(),
                        transfers.stream().map(Transfer::at).toList(),
                        transfers.stream().map(t -> t.debit().kind()).toList(),
                        transfers.stream().map(t -> t.debit().owner()).toList(),
                        transfers.stream().map(t -> t.credit().kind()).toList(),
                        transfers.stream().map(t -> t.credit().owner()).toList(),
                        transfers.stream().map(Transfer::amount).toList())
                .map(postings -> postings / 2);
    }

    public Uni<List<Transfer>> ofReferences(Tx tx, Collection<String> references) {
        return tx.list(OF_REFERENCES, LedgerStore::transfer, references);
    }

    public Uni<Money> balance(Sql sql, Account account) {
        return sql.one(BALANCE, row -> Columns.money(row, "balance_fen"), account.kind(), account.owner());
    }

    public Uni<Map<UUID, Money>> sums(Sql sql, Collection<Account.Kind> kinds, Collection<UUID> owners) {
        return sql.list(SUMS, row -> Map.entry(row.getUUID("owner"), Columns.money(row, "balance_fen")), kinds, owners)
                .map(all -> all.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Transfer transfer(Row row) {
        return new Transfer(
                row.getString("reference"),
                new Account(Columns.constant(row, "debit_kind", Account.Kind.class), row.getUUID("debit_owner")),
                new Account(Columns.constant(row, "credit_kind", Account.Kind.class), row.getUUID("credit_owner")),
                Columns.money(row, "amount_fen"),
                Columns.instant(row, "at"));
    }
}
