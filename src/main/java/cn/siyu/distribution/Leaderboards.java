package cn.siyu.distribution;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What boards of distributors rank by, as staff have settled it (C37). */
public interface Leaderboards {

    /** What may be ranked by; there is no board of recruits (L8). */
    @Schema(name = "LeaderboardMetric")
    enum Metric {
        /** What was sold and stayed sold. */
        SALES,
        ORDERS,
        /** Buyers whose first order it was. */
        NEW_CUSTOMERS
    }

    /** The boards that there are. */
    record Boards(int version, List<Metric> metrics) {}

    Uni<Boards> current(Sql sql);
}
