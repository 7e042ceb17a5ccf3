package cn.siyu.ledger.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Transfer;
import cn.siyu.ledger.domain.Sealable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Seals of days and the hashes of their rows. */
@Singleton
public class SealStore {

    private static final String TRANSFER = """
            t.id, t.reference, t.at, t.debit_kind, t.debit_owner, t.credit_kind, t.credit_owner, t.amount_fen,
                   (select string_agg(p.side || ' ' || p.kind || ' ' || p.owner || ' ' || p.amount_fen, ', '
                                      order by p.side desc)
                      from ledger_posting p
                     where p.transfer_id = t.id) as postings""";

    private static final String LAST = """
            select day, last_position, transfers, floor, hash, sealed_at
              from ledger_seal
             order by last_position desc, sealed_at desc
             limit 1""";

    private static final String IS_SEALED = "select true as sealed from ledger_seal where day = $1";

    private static final String UNSEALED = "select " + TRANSFER + """

              from ledger_transfer t
             where t.id > $1 and not exists (select from ledger_seal_line l where l.transfer_id = t.id)
             order by t.id
             limit $2""";

    private static final String ADD_LINES = """
            insert into ledger_seal_line (position, day, transfer_id, hash)
            select l.position, $1::date, l.transfer_id, l.hash
              from unnest($2::bigint[], $3::uuid[], $4::text[]) as l (position, transfer_id, hash)""";

    private static final String ADD = """
            insert into ledger_seal (day, last_position, transfers, floor, hash, sealed_at)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String LINES = "select l.position, l.day, l.transfer_id, l.hash, " + TRANSFER + """

              from ledger_seal_line l
              left join ledger_transfer t on t.id = l.transfer_id
             where l.position > $1
             order by l.position
             limit $2""";

    private static final String WRONG_SEALS = """
            select s.day
              from ledger_seal s
              left join ledger_seal_line l on l.position = s.last_position
             where s.transfers <> (select count(*) from ledger_seal_line c where c.day = s.day)
                or s.hash <> coalesce(l.hash, $1)
             order by s.day
             limit $2""";

    /** Rows that came in below what was sealed long since: not from us, for ids grow with time. */
    private static final String NEVER_SEALED = """
            select t.id, t.reference
              from ledger_transfer t
             where t.id <= $1 and not exists (select from ledger_seal_line l where l.transfer_id = t.id)
             order by t.id
             limit $2""";

    private static final String PAGE = """
            select day, last_position, transfers, floor, hash, sealed_at
              from ledger_seal
             order by last_position desc, sealed_at desc
             limit $1 offset $2""";

    private static final String COUNT = "select count(*) as total from ledger_seal";

    /** The seal of a day. */
    public record Seal(LocalDate day, long lastPosition, int transfers, UUID floor, String hash, Instant sealedAt) {}

    /** A sealed row: what it was is in the hash, what it is now beside it; empty when it is gone. */
    public record Line(long position, LocalDate day, UUID transfer, String hash, Optional<Sealable> now) {}

    /** A transfer by its name. */
    public record Named(UUID id, String reference) {}

    /** Null when there is none yet. */
    public Uni<Seal> last(Sql sql) {
        return sql.one(LAST, SealStore::seal);
    }

    public Uni<Boolean> isSealed(Sql sql, LocalDate day) {
        return sql.one(IS_SEALED, _ -> true, day).onItem().ifNull().continueWith(false);
    }

    public Uni<List<Sealable>> unsealed(Sql sql, UUID after, int limit) {
        return sql.list(UNSEALED, SealStore::sealable, after, limit);
    }

    /** @param from the position of the first one */
    public Uni<Integer> add(Tx tx, LocalDate day, long from, List<Sealable> rows, List<String> hashes) {
        return tx.execute(
                ADD_LINES,
                day,
                LongStream.range(from, from + rows.size()).boxed().toList(),
                rows.stream().map(Sealable::id).toList(),
                hashes);
    }

    public Uni<Integer> add(Tx tx, Seal seal) {
        return tx.execute(
                ADD, seal.day(), seal.lastPosition(), seal.transfers(), seal.floor(), seal.hash(), seal.sealedAt());
    }

    public Uni<List<Line>> lines(Sql sql, long after, int limit) {
        return sql.list(LINES, SealStore::line, after, limit);
    }

    public Uni<List<LocalDate>> wrongSeals(Sql sql, int limit) {
        return sql.list(WRONG_SEALS, row -> row.getLocalDate("day"), Sealable.BEGIN, limit);
    }

    public Uni<List<Named>> neverSealed(Sql sql, UUID upTo, int limit) {
        return sql.list(NEVER_SEALED, row -> new Named(row.getUUID("id"), row.getString("reference")), upTo, limit);
    }

    public Uni<List<Seal>> page(Sql sql, int limit, int offset) {
        return sql.list(PAGE, SealStore::seal, limit, offset);
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    private static Seal seal(Row row) {
        return new Seal(
                row.getLocalDate("day"),
                row.getLong("last_position"),
                row.getInteger("transfers"),
                row.getUUID("floor"),
                row.getString("hash"),
                Columns.instant(row, "sealed_at"));
    }

    private static Line line(Row row) {
        @Nullable UUID id = row.getUUID("id");
        return new Line(
                row.getLong("position"),
                row.getLocalDate("day"),
                row.getUUID("transfer_id"),
                row.getString("hash"),
                id == null ? Optional.empty() : Optional.of(sealable(row)));
    }

    private static Sealable sealable(Row row) {
        @Nullable String postings = row.getString("postings");
        return new Sealable(
                row.getUUID("id"),
                new Transfer(
                        row.getString("reference"),
                        new Account(
                                Columns.constant(row, "debit_kind", Account.Kind.class), row.getUUID("debit_owner")),
                        new Account(
                                Columns.constant(row, "credit_kind", Account.Kind.class), row.getUUID("credit_owner")),
                        Columns.money(row, "amount_fen"),
                        Columns.instant(row, "at")),
                postings == null ? "" : postings);
    }
}
