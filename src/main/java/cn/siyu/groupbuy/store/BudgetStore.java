package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What activities may give away and have given away. Its row is locked last of all, by everybody: it is the hottest one. */
@Singleton
public class BudgetStore {

    private static final String TAKE = """
            update groupbuy_budget set given_fen = given_fen + $2 where activity_id = $1 and given_fen + $2 <= limit_fen""";

    private static final String NOTE = """
            insert into groupbuy_given (order_id, activity_id, fen)
            select order_id, $1, fen from unnest($2::uuid[], $3::bigint[]) as n (order_id, fen)""";

    private static final String GIVE_BACK = """
            with gone as (
                     update groupbuy_given set live = false where order_id = any($1::uuid[]) and live returning activity_id, fen),
                 sums as (select activity_id, sum(fen)::bigint as fen from gone group by activity_id),
                 locked as (
                     select b.activity_id, s.fen from groupbuy_budget b join sums s on s.activity_id = b.activity_id
                      order by b.activity_id for update of b)
            update groupbuy_budget b
               set given_fen = b.given_fen - l.fen
              from locked l
             where b.activity_id = l.activity_id""";

    private static final String LET_GO = "select activity_id, fen from groupbuy_given where order_id = $1 and not live";

    private static final String LIVE_AGAIN = "update groupbuy_given set live = true where order_id = $1";

    private static final String CORRECT = """
            update groupbuy_given g
               set fen = n.fen
              from unnest($1::uuid[], $2::bigint[]) as n (order_id, fen)
             where g.order_id = n.order_id""";

    private static final String LEFT =
            "select activity_id, limit_fen, given_fen, alarmed_at from groupbuy_budget where activity_id = any($1::uuid[])";

    /** Nobody can be served any more out of what is left; told once, and once more after it was raised. */
    private static final String ALARM = """
            update groupbuy_budget b
               set alarmed_at = $2
             where b.activity_id = $1 and b.alarmed_at is null""";

    /**
     * What is left of a budget.
     *
     * @param spentAt when somebody was turned away for the first time because it is too little; a raise forgets it
     */
    public record Level(ActivityId activity, Money limit, Money given, Optional<Instant> spentAt) {
        public Money left() {
            return limit.minus(given);
        }
    }

    /** False, and nothing is changed, when there is not enough left. */
    public Uni<Boolean> take(Tx tx, ActivityId activity, Map<UUID, Money> byOrder) {
        var orders = List.copyOf(byOrder.keySet());
        var amounts = orders.stream().map(byOrder::get).toList();
        return tx.execute(TAKE, activity, Money.sum(amounts))
                .chain(rows -> rows == 0
                        ? Uni.createFrom().item(false)
                        : tx.execute(NOTE, activity, orders, amounts).replaceWith(true));
    }

    private record LetGo(ActivityId activity, Money amount) {}

    /** A place that had been let go is taken once more; false, and nothing is changed, when there is not enough left for it. */
    public Uni<Boolean> takeAgain(Tx tx, UUID order) {
        return tx.one(
                        LET_GO,
                        row -> new LetGo(new ActivityId(row.getUUID("activity_id")), Columns.money(row, "fen")),
                        order)
                .chain(gone -> gone == null
                        ? Uni.createFrom().item(true)
                        : tx.execute(TAKE, gone.activity(), gone.amount())
                                .chain(rows -> rows == 0
                                        ? Uni.createFrom().item(false)
                                        : tx.execute(LIVE_AGAIN, order).replaceWith(true)));
    }

    /** These places are no more. */
    public Uni<Integer> giveBack(Tx tx, Collection<UUID> orders) {
        return orders.isEmpty() ? Uni.createFrom().item(0) : tx.execute(GIVE_BACK, orders);
    }

    /**
     * What these places have given away in the end; false, and nothing is changed, when it is more than there is.
     *
     * @param more than was reckoned with; mostly less than nothing
     */
    public Uni<Boolean> correct(Tx tx, ActivityId activity, Map<UUID, Money> byOrder, Money more) {
        var orders = List.copyOf(byOrder.keySet());
        return tx.execute(TAKE, activity, more)
                .chain(rows -> rows == 0
                        ? Uni.createFrom().item(false)
                        : tx.execute(
                                        CORRECT,
                                        orders,
                                        orders.stream().map(byOrder::get).toList())
                                .replaceWith(true));
    }

    /** What is left; null for an activity without a budget. */
    public Uni<Level> level(Sql sql, ActivityId activity) {
        return sql.one(LEFT, BudgetStore::read, List.of(activity));
    }

    /** Those of these that have a budget. */
    public Uni<List<Level>> levels(Sql sql, Collection<ActivityId> activities) {
        return activities.isEmpty() ? Uni.createFrom().item(List.of()) : sql.list(LEFT, BudgetStore::read, activities);
    }

    private static Level read(Row row) {
        return new Level(
                new ActivityId(row.getUUID("activity_id")),
                Columns.money(row, "limit_fen"),
                Columns.money(row, "given_fen"),
                Columns.optionalInstant(row, "alarmed_at"));
    }

    /** Whether it is the first time that somebody is told. */
    public Uni<Boolean> alarm(Tx tx, ActivityId activity, Instant now) {
        return tx.execute(ALARM, activity, now).map(rows -> rows == 1);
    }
}
