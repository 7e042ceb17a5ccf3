package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteGroups.Plan;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import com.google.errorprone.annotations.FormatMethod;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Two processes that sell to groups, and the crowd that buys: every buyer may ask either of them. */
final class Market {

    /** How long a group gathers; longer than a round lasts on the shop's clock. */
    static final Duration GATHERS = Duration.ofDays(1);

    /** How long a place waits for its payment. */
    static final Duration HOLDS = Duration.ofMinutes(10);

    private static final Duration RUNS = Duration.ofDays(30);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final int UNITS = 50_000;
    private static final long PRICE_FEN = 9_900;
    private static final long GROUP_FEN = 7_900;

    final ShopFleet fleet;
    final List<Buyer> crowd;
    private final List<RemoteShop> shops;
    private final List<RemoteGroups> groups;
    private final Map<UUID, Long> agreed = new ConcurrentHashMap<>();

    Market(ShopFleet fleet, int crowd) {
        this.fleet = fleet;
        this.shops = IntStream.range(0, fleet.size())
                .mapToObj(i -> RemoteShop.of(fleet, i))
                .toList();
        this.groups = shops.stream().map(RemoteGroups::new).toList();
        this.crowd = shop(0).buyers("crowd", crowd);
    }

    RemoteShop shop(int which) {
        return shops.get(which % shops.size());
    }

    /** An activity for groups of this size, with room for all who ever come. */
    Activity activity(String code, int size) {
        var goods = shop(0).product(code, 1, PRICE_FEN, UNITS);
        return groups.getFirst().start(goods, new Plan(size, GROUP_FEN, UNITS, GATHERS, HOLDS, RUNS));
    }

    /** A group whose leader has paid. */
    Place led(Buyer leader, Activity activity) {
        var place = RemoteGroups.place(leader, groups.getFirst().open(leader, activity, agreedFen(activity)));
        var _ = pay(1, prepare(0, place)).expect(200);
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(
                        () -> assertThat(number("select paid from groupbuy_group where id = '%s'", place.group()))
                                .isEqualTo(1));
        return place;
    }

    Answer join(int at, Buyer buyer, Activity activity, UUID group) {
        return said(groups.get(at % groups.size()).join(buyer, activity, group, agreedFen(activity)));
    }

    /** The same by somebody who asks again when nobody had time for him. */
    Answer insist(int at, Buyer buyer, Activity activity, UUID group, Insistence insistence) {
        var key = "seat-" + UUID.randomUUID();
        return insistence.decided(
                () -> groups.get(at % groups.size()).join(buyer, key, activity, group, agreedFen(activity)));
    }

    /** All live in the same region: what one is quoted, all are. */
    private long agreedFen(Activity activity) {
        return agreed.computeIfAbsent(activity.id(), _ -> groups.getFirst().totalFen(crowd.getFirst(), activity));
    }

    /** Opens the cashier. */
    String prepare(int at, Place place) {
        return RemoteShop.prepayId(said(shop(at).startPayment(place.buyer().token(), place.order()))
                .expect(200));
    }

    Answer pay(int at, String prepay) {
        return said(shop(at).payAtWeChat(prepay));
    }

    Answer payLate(int at, String prepay) {
        return said(shop(at).payLateAtWeChat(prepay));
    }

    /** Nobody is ever answered that the shop is broken. */
    private static Answer said(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        return answer;
    }

    String state(UUID group) {
        return groups.getFirst().see(group).path("state").asText();
    }

    void awaitState(UUID group, String state) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(state(group)).isEqualTo(state));
    }

    /** Waits until the one number that the statement answers is this one. */
    @FormatMethod
    void awaitNumber(long wanted, String sql, Object... values) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(number(sql, values))
                        .as(sql.formatted(values))
                        .isEqualTo(wanted));
    }

    @FormatMethod
    long number(String sql, Object... values) throws SQLException {
        return fleet.number(sql, values);
    }

    /** So many places of a group are in one of these states, given as SQL knows them. */
    long places(UUID group, String states) throws SQLException {
        return number("select count(*) from groupbuy_seat where group_id = '%s' and state in (%s)", group, states);
    }
}
