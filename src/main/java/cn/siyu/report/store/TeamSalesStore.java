package cn.siyu.report.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.report.domain.Board.Score;
import cn.siyu.report.domain.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What some distributors have sold, each by himself, out of the sums by day. */
@Singleton
public class TeamSalesStore {

    private static final String SALES = """
            select p.id as partner_id, coalesce(sum(d.sales_fen), 0)::bigint as sales_fen,
                   coalesce(sum(d.orders), 0)::bigint as orders, coalesce(sum(d.new_customers), 0)::bigint as new_customers
              from unnest($1::uuid[]) as p (id)
              left join report_board_day d
                on d.partner_id = p.id and d.board = 'DISTRIBUTOR' and d.day between $2 and $3
             group by p.id
             order by sales_fen desc, p.id""";

    /** Of one of them. */
    public record Sold(UUID distributor, Score score) {}

    public Uni<List<Sold>> of(Sql sql, Collection<UUID> distributors, Span span) {
        return sql.list(
                SALES,
                row -> new Sold(
                        row.getUUID("partner_id"),
                        new Score(row.getLong("sales_fen"), row.getLong("orders"), row.getLong("new_customers"))),
                distributors,
                span.from(),
                span.to());
    }
}
