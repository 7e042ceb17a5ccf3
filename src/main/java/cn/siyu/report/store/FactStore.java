package cn.siyu.report.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.domain.Refunded;
import cn.siyu.report.domain.Sale;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sales and refunds as they were heard: appended, and never changed but for being folded. */
@Singleton
public class FactStore {

    private static final String ADD_SALES = """
            insert into report_sale (order_id, member_id, firm_at, day, gross_fen, first, source, acquisition,
                                     distributor_id, koc_id, community_id, heard_at)
            select t.*, $12::timestamptz
              from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[]::date[], $5::bigint[], $6::boolean[],
                          $7::text[], $8::text[], $9::text[]::uuid[],
                          $10::text[]::uuid[], $11::text[]::uuid[]) as t
            on conflict (order_id) do nothing""";

    private static final String ADD_REFUNDS = """
            insert into report_refund (refund_no, order_id, amount_fen, at, day, heard_at)
            select t.*, $6::timestamptz
              from unnest($1::text[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[]::date[]) as t
            on conflict (refund_no) do nothing""";

    private static final String KNOWN = "select exists (select 1 from report_sale where order_id = $1) as known";

    private static final String SALES = """
            select order_id, member_id, firm_at, gross_fen, first, source, acquisition, distributor_id, koc_id, community_id
              from report_sale
             where firm_at >= $1 and firm_at < $2 and (firm_at, order_id) > ($3::timestamptz, $4::uuid)
             order by firm_at, order_id limit $5""";

    private static final String REFUNDS = """
            select refund_no, order_id, amount_fen, at
              from report_refund
             where at >= $1 and at < $2 and (at, refund_no) > ($3::timestamptz, $4::text)
             order by at, refund_no limit $5""";

    private static final UUID LOWEST = new UUID(0, 0);

    /** One that is there already is passed over. */
    public Uni<Void> addSales(Tx tx, Collection<Sale> sales, Instant now) {
        var all = List.copyOf(sales);
        return tx.execute(
                        ADD_SALES,
                        all.stream().map(Sale::order).toList(),
                        all.stream().map(Sale::member).toList(),
                        all.stream().map(Sale::firmAt).toList(),
                        all.stream().map(sale -> sale.day().toString()).toList(),
                        all.stream().map(Sale::grossFen).toList(),
                        all.stream().map(Sale::first).toList(),
                        all.stream().map(Sale::source).toList(),
                        all.stream().map(Sale::acquisition).toList(),
                        texts(all.stream().map(Sale::distributor).toList()),
                        texts(all.stream().map(Sale::koc).toList()),
                        texts(all.stream().map(Sale::community).toList()),
                        now)
                .replaceWithVoid();
    }

    /** One that is there already is passed over. */
    public Uni<Void> addRefunds(Tx tx, Collection<Refunded> refunds, Instant now) {
        var all = List.copyOf(refunds);
        return tx.execute(
                        ADD_REFUNDS,
                        all.stream().map(Refunded::refundNo).toList(),
                        all.stream().map(Refunded::order).toList(),
                        all.stream().map(Refunded::amountFen).toList(),
                        all.stream().map(Refunded::at).toList(),
                        all.stream().map(refund -> refund.day().toString()).toList(),
                        now)
                .replaceWithVoid();
    }

    public Uni<Boolean> isKnown(Sql sql, UUID order) {
        return sql.one(KNOWN, row -> row.getBoolean("known"), order);
    }

    /** In the order of time, behind {@code after}. */
    public Uni<List<Sale>> sales(Sql sql, Instant from, Instant until, Optional<Sale> after, int limit) {
        return sql.list(
                SALES,
                FactStore::sale,
                from,
                until,
                after.map(Sale::firmAt).orElse(from),
                after.map(Sale::order).orElse(LOWEST),
                limit);
    }

    /** In the order of time, behind {@code after}. */
    public Uni<List<Refunded>> refunds(Sql sql, Instant from, Instant until, Optional<Refunded> after, int limit) {
        return sql.list(
                REFUNDS,
                row -> new Refunded(
                        row.getString("refund_no"),
                        row.getUUID("order_id"),
                        row.getLong("amount_fen"),
                        Columns.instant(row, "at")),
                from,
                until,
                after.map(Refunded::at).orElse(from),
                after.map(Refunded::refundNo).orElse(""),
                limit);
    }

    /** As texts, because an array of nothing but nulls does not say of what it is one. */
    private static String[] texts(List<Optional<UUID>> values) {
        return values.stream()
                .map(value -> value.map(UUID::toString).orElse(null))
                .toArray(String[]::new);
    }

    private static Sale sale(Row row) {
        return new Sale(
                row.getUUID("order_id"),
                row.getUUID("member_id"),
                Columns.instant(row, "firm_at"),
                row.getLong("gross_fen"),
                row.getBoolean("first"),
                row.getString("source"),
                row.getString("acquisition"),
                Optional.ofNullable(row.getUUID("distributor_id")),
                Optional.ofNullable(row.getUUID("koc_id")),
                Optional.ofNullable(row.getUUID("community_id")));
    }
}
