package cn.siyu.groupbuy.store;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.koc.CommunityId;
import cn.siyu.trade.Terms.Commission;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Activities as the rules see them, saved by comparing the version. */
@Singleton
public class ActivityStore {

    private static final String OVERLAP = "groupbuy_activity_overlap_ex";

    private static final String COLUMNS = """
            select a.id, a.name, a.spu_id, a.state, a.version, a.mode, a.size, a.group_ttl_minutes, a.pay_timeout_minutes,
                   a.closing_grace_minutes, a.leave_lock_minutes, a.per_order_qty, a.per_person_qty, a.max_open_groups, a.segment_id, a.commission,
                   a.commission_bp, a.community_id, a.starts_at, a.ends_at, a.created_at, a.steps, a.benefit, a.benefit_fen,
                   a.benefit_bp, a.benefit_template, a.benefit_first, a.single_buy, a.coupons, a.loss_budget_fen
              from groupbuy_activity a
            """;

    private static final String OFFERS = """
            select activity_id, sku_id, price_fen, quota, step_prices
              from groupbuy_offer
             where activity_id = any($1::uuid[])
             order by activity_id, position""";

    /** The mode comes with what belongs to it, in one statement. */
    private static final String INSERT = """
            insert into groupbuy_activity (id, name, spu_id, state, mode, size, group_ttl_minutes, pay_timeout_minutes,
                   closing_grace_minutes, leave_lock_minutes, per_order_qty, per_person_qty, max_open_groups, segment_id,
                   commission, commission_bp, community_id, starts_at, ends_at, created_at)
            values ($1, $2, $3, 'DRAFT', 'NORMAL', $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid, $13, $14::int, $15::uuid, $16, $17,
                    $18)""";

    private static final String UPDATE = """
            update groupbuy_activity
               set version = version + 1, name = $3, spu_id = $4, mode = 'NORMAL', steps = '{}', size = $5, group_ttl_minutes = $6,
                   pay_timeout_minutes = $7, closing_grace_minutes = $8, leave_lock_minutes = $9, per_order_qty = $10,
                   per_person_qty = $11, max_open_groups = $12, segment_id = $13::uuid, commission = $14,
                   commission_bp = $15::int, community_id = $16::uuid, starts_at = $17, ends_at = $18
             where id = $1 and version = $2""";

    private static final String REMOVE_OFFERS = "delete from groupbuy_offer where activity_id = $1";

    private static final String ADD_OFFERS = """
            insert into groupbuy_offer (activity_id, sku_id, position, price_fen, quota, step_prices)
            select $1, sku_id, position, price_fen, quota, string_to_array(steps, ' ')::bigint[]
              from unnest($2::uuid[], $3::int[], $4::bigint[], $5::int[], $6::text[])
                   as offer (sku_id, position, price_fen, quota, steps)""";

    private static final String MOVE = """
            update groupbuy_activity
               set version = version + 1, state = $3,
                   published_at = case when $3 <> 'DRAFT' then coalesce(published_at, $4) end,
                   over_at = case when $3 in ('STOPPED', 'ENDED') then $4 end,
                   settle_at = case when $3 in ('STOPPED', 'ENDED') then $4 end
             where id = $1 and version = $2""";

    private static final String TURNED_BY_TIME = """
            select a.id
              from groupbuy_activity a
             where (a.state = 'SCHEDULED' and a.starts_at <= $1) or (a.state = 'RUNNING' and a.ends_at <= $1)
                or (a.state = 'PAUSED' and a.ends_at + make_interval(mins => a.closing_grace_minutes) <= $1)
             order by a.id
             limit $2
               for update skip locked""";

    private final DealStore deals;
    private final Changes changes;

    @Inject
    ActivityStore(DealStore deals, Changes changes) {
        this.deals = deals;
        this.changes = changes;
    }

    /** The activity, or null. */
    public Uni<Activity> find(Sql sql, ActivityId id) {
        return all(sql, COLUMNS + "where a.id = $1", id).map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** The activity, locked, or null. */
    public Uni<Activity> lock(Tx tx, ActivityId id) {
        return all(tx, COLUMNS + "where a.id = $1 for update", id)
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    public Uni<List<Activity>> find(Sql sql, Collection<ActivityId> ids) {
        return all(sql, COLUMNS + "where a.id = any($1::uuid[]) order by a.id", ids);
    }

    /** Runs a select of {@link #COLUMNS} and adds what each sells. */
    Uni<List<Activity>> all(Sql sql, String select, @Nullable Object... parameters) {
        return sql.list(select, Draft::of, parameters)
                .chain(drafts -> drafts.isEmpty()
                        ? Uni.createFrom().item(List.<Activity>of())
                        : sql.list(
                                        OFFERS,
                                        Sold::of,
                                        drafts.stream().map(Draft::id).toList())
                                .map(sold -> drafts.stream()
                                        .map(draft -> draft.with(sold))
                                        .toList()));
    }

    static String columns() {
        return COLUMNS;
    }

    public Uni<Void> insert(Tx tx, Activity activity, Instant now) {
        var plan = activity.plan();
        return tx.execute(
                        INSERT,
                        activity.id(),
                        plan.name(),
                        plan.spu(),
                        plan.size(),
                        (int) plan.groupTtl().toMinutes(),
                        (int) plan.payTimeout().toMinutes(),
                        (int) plan.closingGrace().toMinutes(),
                        (int) plan.leaveLock().toMinutes(),
                        plan.perOrderQty(),
                        plan.perPersonQty(),
                        plan.maxOpenGroups(),
                        plan.segment().orElse(null),
                        plan.commission(),
                        plan.commissionRate().map(Rate::basisPoints).orElse(null),
                        plan.community().orElse(null),
                        plan.startsAt(),
                        plan.endsAt(),
                        now)
                .chain(() -> deals.write(tx, activity.id(), plan))
                .chain(() -> offers(tx, activity.id(), plan));
    }

    /** Answers how many rows had that version: none or one. The overlap of two activities of one product is a refusal. */
    public Uni<Integer> update(Tx tx, Activity activity, Plan plan) {
        tell(tx, activity);
        return tx.execute(
                        UPDATE,
                        activity.id(),
                        activity.version(),
                        plan.name(),
                        plan.spu(),
                        plan.size(),
                        (int) plan.groupTtl().toMinutes(),
                        (int) plan.payTimeout().toMinutes(),
                        (int) plan.closingGrace().toMinutes(),
                        (int) plan.leaveLock().toMinutes(),
                        plan.perOrderQty(),
                        plan.perPersonQty(),
                        plan.maxOpenGroups(),
                        plan.segment().orElse(null),
                        plan.commission(),
                        plan.commissionRate().map(Rate::basisPoints).orElse(null),
                        plan.community().orElse(null),
                        plan.startsAt(),
                        plan.endsAt())
                .onFailure(failure -> Violations.isOf(failure, OVERLAP))
                .transform(_ -> new Refused(GroupBuyProblem.GROUP_BUY_OVERLAPS))
                .call(updated -> updated == 0 ? Uni.createFrom().voidItem() : contents(tx, activity.id(), plan));
    }

    private void tell(Tx tx, Activity activity) {
        changes.tell(tx, List.of(Changes.topic("activity", activity.id().value()), "activities"));
    }

    private Uni<Void> contents(Tx tx, ActivityId id, Plan plan) {
        return deals.write(tx, id, plan)
                .chain(() -> tx.execute(REMOVE_OFFERS, id))
                .chain(() -> offers(tx, id, plan));
    }

    /** Answers how many rows had that version: none or one. */
    public Uni<Integer> move(Tx tx, Activity activity, ActivityState to, Instant now) {
        tell(tx, activity);
        return tx.execute(MOVE, activity.id(), activity.version(), to, now)
                .onFailure(failure -> Violations.isOf(failure, OVERLAP))
                .transform(_ -> new Refused(GroupBuyProblem.GROUP_BUY_OVERLAPS));
    }

    /** Locks those whose time to begin or to end has come. */
    public Uni<List<ActivityId>> turnedByTime(Tx tx, Instant now, int limit) {
        return tx.list(TURNED_BY_TIME, row -> new ActivityId(row.getUUID("id")), now, limit);
    }

    /** The reference of the next movement of stock in the activity's name. */
    public Uni<String> nextReference(Tx tx, ActivityId id) {
        return tx.one(
                "update groupbuy_activity set give_backs = give_backs + 1 where id = $1 returning give_backs",
                row -> "group-buy:" + id.value() + ":" + row.getInteger("give_backs"),
                id);
    }

    private static Uni<Void> offers(Tx tx, ActivityId id, Plan plan) {
        var offers = plan.offers();
        return tx.execute(
                        ADD_OFFERS,
                        id,
                        offers.stream().map(Offer::sku).toList(),
                        IntStream.range(0, offers.size()).boxed().toList(),
                        offers.stream().map(Offer::price).toList(),
                        offers.stream().map(Offer::quota).toList(),
                        offers.stream()
                                .map(offer -> offer.steps().stream()
                                        .map(price -> Long.toString(price.fen()))
                                        .collect(Collectors.joining(" ")))
                                .toList())
                .replaceWithVoid();
    }

    /** What an activity sells, before it is put together. */
    private record Sold(UUID activity, Offer offer) {
        static Sold of(Row row) {
            return new Sold(
                    row.getUUID("activity_id"),
                    new Offer(
                            new SkuId(row.getUUID("sku_id")),
                            Columns.money(row, "price_fen"),
                            row.getInteger("quota"),
                            DealStore.prices(row)));
        }
    }

    /** The row of an activity before its offers were read. */
    private record Draft(ActivityId id, Row row) {
        static Draft of(Row row) {
            return new Draft(new ActivityId(row.getUUID("id")), row);
        }

        Activity with(List<Sold> sold) {
            var offers = sold.stream()
                    .filter(each -> each.activity().equals(id.value()))
                    .map(Sold::offer)
                    .toList();
            var plan = new Plan(
                    row.getString("name"),
                    new SpuId(row.getUUID("spu_id")),
                    offers,
                    Columns.constant(row, "mode", Mode.class),
                    row.getInteger("size"),
                    Duration.ofMinutes(row.getInteger("group_ttl_minutes")),
                    Duration.ofMinutes(row.getInteger("pay_timeout_minutes")),
                    Duration.ofMinutes(row.getInteger("closing_grace_minutes")),
                    Duration.ofMinutes(row.getInteger("leave_lock_minutes")),
                    row.getInteger("per_order_qty"),
                    row.getInteger("per_person_qty"),
                    row.getInteger("max_open_groups"),
                    Optional.ofNullable(row.getUUID("segment_id")).map(SegmentId::new),
                    Columns.constant(row, "commission", Commission.class),
                    Optional.ofNullable(row.getInteger("commission_bp")).map(Rate::new),
                    Optional.ofNullable(row.getUUID("community_id")).map(CommunityId::new),
                    Columns.instant(row, "starts_at"),
                    Columns.instant(row, "ends_at"),
                    DealStore.deal(row));
            return new Activity(id, plan, Columns.constant(row, "state", ActivityState.class), row.getLong("version"));
        }
    }
}
