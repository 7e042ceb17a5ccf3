package cn.siyu.bench;

import cn.siyu.bench.OrderSql.Pick;
import cn.siyu.bench.PgBench.Script;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * A copy of the shop's database for the anchors, which write into its tables without asking the shop: what is placed over HTTP
 * once is written there by PostgreSQL alone again and again.
 */
record AnchorDatabase(Installation shop, Kind opening, Kind joining, Kind ordinary) {

    static final String NAME = "anchor";

    /** So many orders are written by one statement of the batched anchor. */
    static final int BATCH = 64;

    private static final int GROUPS = 5_000;

    /** What an order of one kind writes, and what each takes at random: a group, or a SKU. */
    record Kind(OrderShape shape, List<Pick> picks) {

        Script script(String name, int orders, int weight) {
            return new Script(name + orders, OrderSql.of(shape, orders, picks), weight);
        }
    }

    /** Looks at two orders of each kind. The members that are named here sit in nothing yet. */
    static AnchorDatabase of(
            Installation shop, Market market, SeatFeeds seats, Quotes quotes, List<Crowd.Buyer> members) {
        var activity = seats.activity();
        var opening = OrderShape.of(
                shop,
                () -> market.place(activity, members.get(0)).order(),
                () -> market.place(activity, members.get(1)).order());
        var groups = seats.some(GROUPS);
        shop.execute(
                "create table bench_group as select (row_number() over (order by id) - 1)::int as n, id from groupbuy_group"
                        + " where activity_id = '" + activity.id() + "' and state = 'OPEN' and held = 0 and paid = 0",
                "alter table bench_group add primary key (n)",
                "grant select on bench_group to siyu_app");
        var second = groups.get(1).id();
        var joining = OrderShape.of(
                shop,
                () -> market.join(activity, groups.get(0).id(), members.get(2)).order(),
                () -> market.join(activity, second, members.get(3)).order());
        // The first product is the one that the others are copies of, and is not in the table of copies.
        var ordinary = OrderShape.of(shop, quotes.place(1, members.get(0)), quotes.place(2, members.get(1)));
        var someGroup = new Pick(second, "bench_group", "id", shop.number("select count(*) from bench_group"));
        var someSku = new Pick(
                quotes.product(2).sku(), "bench_product", "sku", shop.number("select count(*) from bench_product"));
        return new AnchorDatabase(
                shop,
                new Kind(opening, List.of()),
                new Kind(joining, List.of(someGroup)),
                new Kind(ordinary, List.of(someSku)));
    }

    /** Copies the database as it is now; nobody may be using it. */
    void create() {
        try (var connection = shop.asAdmin();
                var statement = connection.createStatement()) {
            var _ = statement.execute("drop database if exists " + NAME);
            // Its tables belong to the same role, and so must its schema: foreign keys are looked up as whoever owns
            // them.
            var _ = statement.execute(
                    "create database " + NAME + " template siyu owner " + shop.told("quarkus.flyway.username"));
            var _ = statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One opens and three join, as in the crowd. */
    List<Script> crowd(int orders) {
        return List.of(opening.script("open", orders, 1), joining.script("join", orders, 3));
    }

    List<Script> spread() {
        return List.of(ordinary.script("ordinary", 1, 1));
    }

    /** What is written for each order, for the report. */
    Map<String, Map<String, String>> inWords() {
        return Map.of(
                "open", opening.shape().inWords(),
                "join", joining.shape().inWords(),
                "ordinary", ordinary.shape().inWords());
    }
}
