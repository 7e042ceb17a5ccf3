package cn.siyu.bench;

import cn.siyu.testing.RemoteShop;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One in five of those who have just got a place pays for it, and WeChat tells the shop, as fast as the shop listens. */
final class NotifyScenario {

    static final String NAME = "notify_per_s";

    private static final int CONNECTIONS = 64;
    private static final int NO_CONTENT = 204;
    private static final int ONE_IN = 5;
    private static final int AT_ONCE = 16;
    private static final String CALLBACK = "/callbacks/wechat-pay/transactions";

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    NotifyScenario(Installation shop, Probe probe, Sizes sizes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
    }

    /** An order that waits for its money, and whose it is. */
    private record Unpaid(UUID order, UUID member) {}

    Sample run(Activity activity, Crowd crowd) {
        var places = shop.number("select count(*) from groupbuy_seat where activity_id = '" + activity.id() + "'");
        var prepared = prepare(activity, crowd, (int) Math.min(sizes.notifies(), places / ONE_IN));
        var feed = letters(prepared);
        var before = shop.number("select count(*) from payment_notification");
        var sample = probe.measure(
                NAME,
                CONNECTIONS,
                () -> new Wrk(shop.uri()).once(feed, CONNECTIONS, sizes.seconds() * 4, NO_CONTENT, "-"));
        feed.delete();
        Probe.rest();
        var kept = shop.number("select count(*) from payment_notification") - before;
        probe.awaitQuiet();
        // Those that were on their way when the last answer came were not counted; more than that must not be missing.
        var missing = feed.count() - kept;
        return sample.with(missing > CONNECTIONS ? missing : 0, Map.of("kept", kept, "told", feed.count()));
    }

    /** Each says at the shop that he wants to pay. */
    private List<UUID> prepare(Activity activity, Crowd crowd, int wanted) {
        var buyers = crowd.all().stream().collect(Collectors.toMap(Crowd.Buyer::id, Function.identity()));
        var remote = shop.remote();
        var unpaid = unpaid(activity).stream()
                .filter(each -> mayStill(buyers.get(each.member())))
                .limit(wanted)
                .map(each -> (Callable<UUID>) () -> {
                    // WeChat must know him before he can pay there.
                    var _ = remote.weChat()
                            .post(
                                    "",
                                    "/_control/codes",
                                    Map.of("member", each.member().toString()))
                            .expect(200);
                    var _ = remote.startPayment(
                                    Objects.requireNonNull(buyers.get(each.member()))
                                            .token(),
                                    each.order())
                            .expect(200);
                    return each.order();
                })
                .toList();
        return RemoteShop.together(AT_ONCE, unpaid);
    }

    private static boolean mayStill(Crowd.@Nullable Buyer buyer) {
        return buyer != null && buyer.used().incrementAndGet() <= Sizes.USES_OF_A_TOKEN;
    }

    private List<Unpaid> unpaid(Activity activity) {
        return rows(
                "select order_id, member_id from groupbuy_seat where activity_id = '" + activity.id()
                        + "' and state = 'HELD' order by order_id desc",
                row -> new Unpaid(UUID.fromString(row.get(0)), UUID.fromString(row.get(1))));
    }

    private Feed letters(List<UUID> orders) {
        var letters = new Letters(shop, shop.folder().resolve("sandbox"));
        var wanted = orders.stream().map(UUID::toString).collect(Collectors.joining("','"));
        var written = rows(
                        "select out_trade_no, amount_fen::text from payment_attempt where state = 'PREPARED' and order_id in ('"
                                + wanted + "')",
                        row -> row)
                .parallelStream()
                .map(row -> letters.paid(row.get(0), Long.parseLong(row.get(1))))
                .toList();
        try (var feed = Feed.create(file())) {
            written.forEach(letter -> feed.post(CALLBACK, letter.headers(), letter.body()));
            return feed;
        }
    }

    private Path file() {
        return probe.file(NAME);
    }

    private <T> List<T> rows(String sql, Function<List<String>, T> mapper) {
        try (var connection = shop.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(mapper.apply(List.of(rows.getString(1), rows.getString(2))));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
