package cn.siyu.bench;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Activities, and groups in them that wait for members. */
final class Market {

    private static final int SIZE = 4;
    private static final long GROUP_FEN = 7_900;
    private static final Duration LIFE = Duration.ofDays(3);
    private static final Duration HOLD = Duration.ofMinutes(15);

    private final Installation shop;
    private final RemoteShop remote;
    private final Cloner cloner;
    private int made;

    Market(Installation shop) {
        this.shop = shop;
        this.remote = shop.remote();
        this.cloner = new Cloner(shop);
    }

    /** A group that waits, and how many places it has. */
    record Waiting(UUID id, int size) {}

    /** A running activity of a product of its own; nobody is kept back by a limit, nobody's place runs out during the run. */
    Activity open(int units, Crowd.Buyer taster) {
        var goods = remote.product("hot" + made++, 1, 9_900, units);
        var groups = new RemoteGroups(remote);
        var started = groups.start(goods, new Plan(SIZE, GROUP_FEN, units, Duration.ofDays(1), HOLD, LIFE));
        shop.execute("update groupbuy_activity set pay_timeout_minutes = 1440, max_open_groups = 1000000,"
                + " per_person_qty = 1000000 where id = '" + started.id() + "'");
        var total = groups.totalFen(remote(taster), started);
        return new Activity(started.id(), started.sku(), total);
    }

    /** The same person in the words of the remote shop. */
    static Buyer remote(Crowd.Buyer buyer) {
        return new Buyer(buyer.id().toString(), buyer.token(), buyer.address());
    }

    /** Opens one group over HTTP; the answer's order and group. */
    RemoteGroups.Place place(Activity activity, Crowd.Buyer buyer) {
        return RemoteGroups.place(
                remote(buyer), new RemoteGroups(remote).open(remote(buyer), told(activity), activity.totalFen()));
    }

    RemoteGroups.Place join(Activity activity, UUID group, Crowd.Buyer buyer) {
        return RemoteGroups.place(
                remote(buyer),
                new RemoteGroups(remote).join(remote(buyer), told(activity), group, activity.totalFen()));
    }

    private static RemoteGroups.Activity told(Activity activity) {
        return new RemoteGroups.Activity(activity.id(), activity.sku(), SIZE);
    }

    /** So many groups of three to five that nobody sits in yet, like one that somebody has opened, and open to everybody. */
    List<Waiting> waiting(Activity activity, UUID like, int count) {
        cloner.copy(
                "groupbuy_group",
                "id",
                like,
                "(select uuidv7() as id, 3 + n %% 3 as size from generate_series(1, %d) n)".formatted(count),
                Map.of(
                        "id", "k.id",
                        "size", "k.size",
                        "state", "'OPEN'",
                        "held", "0",
                        "paid", "0",
                        "opened_at", "x.created_at",
                        "expires_at", "x.created_at + interval '20 hours'",
                        "due_at", "x.created_at + interval '20 hours'"));
        var found = new ArrayList<Waiting>();
        try (var connection = shop.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select id, size from groupbuy_group where activity_id = '"
                        + activity.id() + "' and state = 'OPEN' and held = 0 and paid = 0 order by id")) {
            while (rows.next()) {
                found.add(new Waiting(rows.getObject(1, UUID.class), rows.getInt(2)));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
