package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteGroups;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.ShopApi.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Twenty who want into one group of three. They come in waves: whoever got a place pays at once, late, too late or never, and
 * when what was not paid is free again, all who are not in come again.
 */
final class Scramble {

    private static final int JOINERS = 20;
    private static final int WAVES = 3;
    private static final int TARRIES_MILLIS = 1_300;
    private static final Duration HESITATION = Duration.ofMinutes(4);

    /** How somebody pays. */
    private enum Temper {
        AT_ONCE,
        LATE,
        TOO_LATE,
        NEVER;

        static Temper of(RandomGenerator random) {
            var dice = random.nextInt(100);
            return dice < 10 ? AT_ONCE : dice < 25 ? LATE : dice < 65 ? TOO_LATE : NEVER;
        }
    }

    /** A place with an open cashier. */
    private record Held(int who, Wish wish, Place place, String prepay) {}

    /** @param tarries how long he who pays too late waits then: about as long as a sweep does */
    private record Wish(Temper temper, Duration tarries) {}

    private final Market market;
    private final Activity activity;
    private final RandomGenerator random;
    private final Temper inLastWave;
    private final String round;
    private final UUID group;

    /** Whose money came too late or is on its way: he may be in again when he asks once more. */
    private final Set<Integer> paidTooLate = new HashSet<>();

    /** @param fills whether those who come last pay, so that the group fills */
    Scramble(Market market, Activity activity, RandomGenerator random, boolean fills, String round) {
        this.market = market;
        this.activity = activity;
        this.random = random;
        this.inLastWave = fills ? Temper.AT_ONCE : Temper.NEVER;
        this.round = round;
        this.group = market.led(market.crowd.get(JOINERS), activity).group();
    }

    /** The state of the group after the last wave. */
    String run() throws SQLException {
        Set<Integer> in = new HashSet<>();
        for (var wave = 0; wave < WAVES && in.size() < activity.size() - 1; wave++) {
            var last = wave == WAVES - 1;
            var wishes = IntStream.range(0, JOINERS)
                    .mapToObj(_ -> new Wish(
                            last ? inLastWave : Temper.of(random), Duration.ofMillis(random.nextInt(TARRIES_MILLIS))))
                    .toList();
            var held = rush(
                    IntStream.range(0, JOINERS)
                            .filter(who -> !in.contains(who))
                            .boxed()
                            .toList(),
                    wishes);
            settle(held);
            in.addAll(who(held));
        }
        return market.state(group);
    }

    /** All at once at both processes; whoever gets a place opens the cashier, and pays if that is his temper. */
    private List<Held> rush(List<Integer> seekers, List<Wish> wishes) throws SQLException {
        var held = Crowds.atOnce(seekers.size(), i -> {
            var who = seekers.get(i);
            var answer = market.join(who, market.crowd.get(who), activity, group);
            return answer.status() == 201 ? Optional.of(hold(who, wishes.get(who), answer)) : refused(who, answer);
        });
        assertThat(market.number("select held + paid from groupbuy_group where id = '%s'", group))
                .as("%s: with %d who came, every free place is taken, and no fourth one", round, seekers.size())
                .isEqualTo(activity.size());
        return held.stream().flatMap(Optional::stream).toList();
    }

    private Held hold(int who, Wish wish, Answer answer) {
        var place = RemoteGroups.place(market.crowd.get(who), answer);
        var prepay = market.prepare(who + 1, place);
        if (wish.temper() == Temper.AT_ONCE) {
            var _ = market.pay(who, prepay).expect(200);
        }
        return new Held(who, wish, place, prepay);
    }

    private Optional<Held> refused(int who, Answer answer) {
        var in = paidTooLate.contains(who) && answer.code().equals("GROUP_ALREADY_JOINED");
        assertThat(in || answer.code().equals("GROUP_FULL"))
                .as("%s: %s", round, answer)
                .isTrue();
        return Optional.empty();
    }

    /** Time passes until every place of this wave is paid or free; those who pay too late race the sweepers. */
    private void settle(List<Held> held) throws SQLException {
        market.shop(0).advance(HESITATION);
        pay(held, Temper.LATE)
                .forEach(answer ->
                        assertThat(answer.status()).as("%s: %s", round, answer).isEqualTo(200));
        market.shop(0).advance(Market.HOLDS);
        var tooLate = held.stream()
                .filter(each -> each.wish().temper() == Temper.TOO_LATE)
                .toList();
        var answers = pay(held, Temper.TOO_LATE);
        for (var i = 0; i < tooLate.size(); i++) {
            if (answers.get(i).status() == 200) {
                paidTooLate.add(tooLate.get(i).who());
            }
        }
        market.awaitNumber(0, "select held from groupbuy_group where id = '%s'", group);
    }

    private List<Answer> pay(List<Held> held, Temper temper) {
        var those = held.stream().filter(each -> each.wish().temper() == temper).toList();
        return Crowds.atOnce(those.size(), i -> {
            var each = those.get(i);
            if (temper != Temper.TOO_LATE) {
                return market.pay(i, each.prepay());
            }
            tarry(each.wish().tarries());
            return market.payLate(i, each.prepay());
        });
    }

    private static void tarry(Duration moment) {
        try {
            Thread.sleep(moment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Those of them who are in. */
    private Set<Integer> who(List<Held> held) throws SQLException {
        var in = new HashSet<Integer>();
        for (var each : held) {
            if (market.number(
                            "select count(*) from groupbuy_seat where order_id = '%s' and state in ('PAID', 'CONFIRMED')",
                            each.place().order())
                    == 1) {
                in.add(each.who());
            }
        }
        return in;
    }
}
