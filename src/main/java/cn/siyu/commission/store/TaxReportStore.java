package cn.siyu.commission.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the tax office is told of payees, and who they are. */
@Singleton
public class TaxReportStore {

    private static final String ROWS = """
            select t.month, t.member_id, count(*) as payouts, sum(t.gross_fen)::bigint as gross_fen, sum(t.tax_fen)::bigint as tax_fen,
                   string_agg(distinct t.handling, ' ' order by t.handling) as handling,
                   coalesce(string_agg(distinct t.formula, ' ' order by t.formula), '') as formula,
                   i.name_sealed, i.number_sealed
              from commission_tax t
              left join commission_tax_identity i on i.member_id = t.member_id
             where t.state = 'PAID' and t.month between $1 and $2
               and ($3::date is null or (t.month, t.member_id) > ($3, $4::uuid))
             group by t.month, t.member_id, i.name_sealed, i.number_sealed
             order by t.month, t.member_id
             limit $5""";

    private static final String FIND = """
            select name_sealed, number_sealed, consent_version, consented_at, version
              from commission_tax_identity
             where member_id = $1""";

    private static final String KEEP = """
            insert into commission_tax_identity (member_id, name_sealed, number_sealed, consent_version, consented_at)
            values ($1, $2, $3, $4, $5)
            on conflict on constraint commission_tax_identity_pk do update
               set name_sealed = excluded.name_sealed, number_sealed = excluded.number_sealed,
                   consent_version = excluded.consent_version, consented_at = excluded.consented_at,
                   version = commission_tax_identity.version + 1""";

    /** What one person was paid in one month, and what was withheld of it; the rest is sealed. */
    public record Line(
            YearMonth month,
            UUID member,
            long payouts,
            Money gross,
            Money tax,
            String handling,
            String formula,
            Optional<String> sealedName,
            Optional<String> sealedNumber) {

        public Cursor cursor() {
            return new Cursor(ShopCalendar.startOf(month.atDay(1)), member);
        }
    }

    /** Who somebody is, sealed, and what he agreed to. */
    public record Known(
            String sealedName, String sealedNumber, String consentVersion, Instant consentedAt, long version) {}

    /** The oldest month first. */
    public Uni<List<Line>> lines(Sql sql, YearMonth first, YearMonth last, Optional<Cursor> after, int limit) {
        return sql.list(
                ROWS,
                TaxReportStore::line,
                first.atDay(1),
                last.atDay(1),
                after.map(cursor -> ShopCalendar.dayOf(cursor.at())).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    /** Null when he has not said. */
    public Uni<Known> find(Sql sql, UUID member) {
        return sql.one(
                FIND,
                row -> new Known(
                        row.getString("name_sealed"),
                        row.getString("number_sealed"),
                        row.getString("consent_version"),
                        Columns.instant(row, "consented_at"),
                        row.getLong("version")),
                member);
    }

    public Uni<Void> keep(Tx tx, UUID member, Known known) {
        return tx.execute(
                        KEEP,
                        member,
                        known.sealedName(),
                        known.sealedNumber(),
                        known.consentVersion(),
                        known.consentedAt())
                .replaceWithVoid();
    }

    private static Line line(Row row) {
        return new Line(
                YearMonth.from(row.getLocalDate("month")),
                row.getUUID("member_id"),
                row.getLong("payouts"),
                Columns.money(row, "gross_fen"),
                Columns.money(row, "tax_fen"),
                row.getString("handling"),
                row.getString("formula"),
                Optional.ofNullable(row.getString("name_sealed")),
                Optional.ofNullable(row.getString("number_sealed")));
    }
}
