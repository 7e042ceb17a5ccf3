package cn.siyu.groupbuy.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.CommunityId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of activities. */
@Singleton
public class ActivityLists {

    private static final String RUNNING = """
             where a.state = 'RUNNING' and a.starts_at <= $1 and a.ends_at > $1 and a.mode <> 'COMMUNITY'
             order by a.ends_at, a.id
             limit $2""";

    private static final String OF_PRODUCT = """
             where a.spu_id = $1 and a.state = 'RUNNING' and a.starts_at <= $2 and a.ends_at > $2 and a.mode <> 'COMMUNITY'
             order by a.ends_at, a.id
             limit 1""";

    private static final String OF_COMMUNITY = """
             where a.community_id = $1 and a.state = 'RUNNING' and a.starts_at <= $2 and a.ends_at > $2
             order by a.ends_at, a.id
             limit $3""";

    private static final String MATCHING = """
             where ($1::text is null or a.state = $1) and ($2::uuid is null or a.spu_id = $2)
               and ($3::text is null or a.mode = $3)
               and ($4::text is null or strpos(lower(a.name), lower($4)) > 0)
               and ($5::boolean is null or $5 = exists (
                       select 1 from groupbuy_budget b where b.activity_id = a.id and b.alarmed_at is not null))
            """;

    private static final String GROUP_ONLY = """
            select o.sku_id
              from groupbuy_activity a
              join groupbuy_offer o on o.activity_id = a.id
             where a.state = 'RUNNING' and not a.single_buy and a.starts_at <= $1 and a.ends_at > $1
             limit 10000""";

    private final ActivityStore activities;

    ActivityLists(ActivityStore activities) {
        this.activities = activities;
    }

    /** Those that run now, the soonest to end first; what is for one community is shown there alone. */
    public Uni<List<Activity>> running(Sql sql, Instant now, int limit) {
        return activities.all(sql, ActivityStore.columns() + RUNNING, now, limit);
    }

    /** The one of a product that runs now for everybody; none or one. */
    public Uni<List<Activity>> ofProduct(Sql sql, SpuId spu, Instant now) {
        return activities.all(sql, ActivityStore.columns() + OF_PRODUCT, spu, now);
    }

    /** SKUs that cannot be bought alone now. */
    public Uni<List<SkuId>> groupOnly(Sql sql, Instant now) {
        return sql.list(GROUP_ONLY, row -> new SkuId(row.getUUID("sku_id")), now);
    }

    /** Those that run now and are offered to a community, the soonest to end first (B23). */
    public Uni<List<Activity>> ofCommunity(Sql sql, CommunityId community, Instant now, int limit) {
        return activities.all(sql, ActivityStore.columns() + OF_COMMUNITY, community, now, limit);
    }

    /**
     * What staff search for.
     *
     * @param name part of the name, in any case
     * @param spent whether its budget has turned somebody away
     */
    public record Search(
            @Nullable ActivityState state,
            @Nullable SpuId spu,
            @Nullable Mode mode,
            @Nullable String name,
            @Nullable Boolean spent) {}

    /** The newest first. */
    public Uni<List<Activity>> search(Sql sql, Search search, int limit, int offset) {
        return activities.all(
                sql,
                ActivityStore.columns() + MATCHING + " order by a.created_at desc, a.id desc limit $6 offset $7",
                search.state(),
                search.spu(),
                search.mode(),
                search.name(),
                search.spent(),
                limit,
                offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                "select count(*) as total from groupbuy_activity a" + MATCHING,
                row -> row.getLong("total"),
                search.state(),
                search.spu(),
                search.mode(),
                search.name(),
                search.spent());
    }
}
