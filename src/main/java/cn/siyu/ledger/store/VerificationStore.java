package cn.siyu.ledger.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What must be true of all rows (INV-03, INV-04), and what verifications have found. */
@Singleton
public class VerificationStore {

    private static final String CROOKED_TRANSFERS = """
            select 'transfer ' || coalesce(t.reference, p.transfer_id::text) || ': ' || p.postings
                   || ' postings that sum to ' || p.total as finding
              from (select transfer_id, count(*) as postings, sum(amount_fen) as total
                      from ledger_posting
                     group by transfer_id
                    having count(*) <> 2 or sum(amount_fen) <> 0) p
              left join ledger_transfer t on t.id = p.transfer_id
             limit $1""";

    private static final String OTHER_POSTINGS = """
            select 'transfer ' || t.reference || ': its ' || s.side || ' posting is missing or another' as finding
              from ledger_transfer t
             cross join lateral (values ('DEBIT', t.debit_kind, t.debit_owner, t.amount_fen),
                                        ('CREDIT', t.credit_kind, t.credit_owner, -t.amount_fen))
                as s (side, kind, owner, amount_fen)
              left join ledger_posting p on p.transfer_id = t.id and p.side = s.side and p.kind = s.kind
                                        and p.owner = s.owner and p.amount_fen = s.amount_fen
             where p.transfer_id is null
             limit $1""";

    private static final String STRAY_POSTINGS = """
            select 'a posting of ' || p.amount_fen || ' fen to ' || p.kind || ' has no transfer ' || p.transfer_id as finding
              from ledger_posting p
             where not exists (select from ledger_transfer t where t.id = p.transfer_id)
             limit $1""";

    private static final String CROOKED_ACCOUNTS = """
            with posted as (
                select kind, owner, sum(amount_fen) as fen from ledger_posting group by kind, owner),
            told as (
                select kind, owner, sum(fen) as fen
                  from (select debit_kind as kind, debit_owner as owner, amount_fen as fen from ledger_transfer
                        union all
                        select credit_kind, credit_owner, -amount_fen from ledger_transfer) as sides
                 group by kind, owner)
            select 'account ' || coalesce(p.kind, t.kind) || ' ' || coalesce(p.owner, t.owner) || ': '
                   || case when a.kind is null then 'it is posted to and does not exist'
                           when p.fen is distinct from t.fen
                           then 'its postings sum to ' || coalesce(p.fen, 0) || ', its transfers to ' || coalesce(t.fen, 0)
                           else 'its balance ' || case a.side when 'DEBIT' then p.fen else -p.fen end
                                || ' is below its floor ' || a.floor_fen end as finding
              from posted p
              full join told t on t.kind = p.kind and t.owner = p.owner
              left join ledger_account a on a.kind = coalesce(p.kind, t.kind) and a.owner = coalesce(p.owner, t.owner)
             where a.kind is null or p.fen is distinct from t.fen
                or case a.side when 'DEBIT' then p.fen else -p.fen end < a.floor_fen
             limit $1""";

    private static final String COUNTS = """
            select (select count(*) from ledger_transfer) as transfers, (select count(*) from ledger_account) as accounts,
                   (select count(*) from ledger_seal_line) as sealed""";

    private static final String KEEP = """
            insert into ledger_verification (
                   id, asked_by, started_at, ended_at, transfers, accounts, sealed, findings)
            values ($1, $2, $3, $4, $5, $6, $7, $8::text[])
            on conflict on constraint ledger_verification_pk do nothing""";

    private static final String PAGE = """
            select id, asked_by, started_at, ended_at, transfers, accounts, sealed, findings
              from ledger_verification
             order by ended_at desc, id desc
             limit $1 offset $2""";

    private static final String COUNT = "select count(*) as total from ledger_verification";

    /** What a rule is asked with. */
    private static final List<String> RULES =
            List.of(CROOKED_TRANSFERS, OTHER_POSTINGS, STRAY_POSTINGS, CROOKED_ACCOUNTS);

    /** How much was looked at. */
    public record Counts(long transfers, long accounts, long sealed) {}

    /** One verification; the books are sound when it has found nothing. */
    public record Verification(
            UUID id, String askedBy, Instant startedAt, Instant endedAt, Counts counts, List<String> findings) {}

    public static int rules() {
        return RULES.size();
    }

    /** What breaks one of the rules. */
    public Uni<List<String>> breaches(Sql sql, int rule, int limit) {
        return sql.list(RULES.get(rule), row -> row.getString("finding"), limit);
    }

    public Uni<Counts> counts(Sql sql) {
        return sql.one(
                COUNTS, row -> new Counts(row.getLong("transfers"), row.getLong("accounts"), row.getLong("sealed")));
    }

    public Uni<Integer> keep(Sql sql, Verification done) {
        return sql.execute(
                KEEP,
                done.id(),
                done.askedBy(),
                done.startedAt(),
                done.endedAt(),
                done.counts().transfers(),
                done.counts().accounts(),
                done.counts().sealed(),
                done.findings());
    }

    public Uni<List<Verification>> page(Sql sql, int limit, int offset) {
        return sql.list(PAGE, VerificationStore::verification, limit, offset);
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    private static Verification verification(Row row) {
        return new Verification(
                row.getUUID("id"),
                row.getString("asked_by"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "ended_at"),
                new Counts(row.getLong("transfers"), row.getLong("accounts"), row.getLong("sealed")),
                List.of(row.getArrayOfStrings("findings")));
    }
}
