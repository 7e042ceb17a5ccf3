package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.Split;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Split rules: added, never changed (D6). */
@Singleton
public class SplitStore {

    private static final String ALL = """
            select version, pool_bp, seller_bp, koc_bp, floor_fen, koc_payout, gift_template_id, valid_from, reason, added_by
              from koc_split
             order by version desc
             limit 200""";

    private static final String ADD = """
            insert into koc_split (version, pool_bp, seller_bp, koc_bp, floor_fen, koc_payout, gift_template_id, valid_from,
                                   reason, added_by)
            select 1 + max(version), $1, $2, $3, $4, $5, $6::uuid, $7, $8, $9 from koc_split
            returning version""";

    /** A rule with its history. */
    public record Entry(Split split, Instant from, String reason, String addedBy) {}

    /** The newest first. */
    public Uni<List<Entry>> all(Sql sql) {
        return sql.list(
                ALL,
                row -> new Entry(
                        ClaimStore.split(row),
                        Columns.instant(row, "valid_from"),
                        row.getString("reason"),
                        row.getString("added_by")));
    }

    /** Answers its version; its own is not looked at. */
    public Uni<Integer> add(Tx tx, Split split, Instant from, String reason, String addedBy) {
        return tx.one(
                ADD,
                row -> row.getInteger("version"),
                split.pool(),
                split.seller(),
                split.koc(),
                split.floor(),
                split.payout(),
                split.gift().orElse(null),
                from,
                reason,
                addedBy);
    }
}
