package cn.siyu.kernel.merge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.merge.Lanes.Batch;
import cn.siyu.kernel.merge.Lanes.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of commands at a writer whose time is a number: what must hold, holds in every run. */
class LanesStormTest {

    private static final int COMMANDS = 5_000;
    private static final int LANES = 5;
    private static final long PATIENCE = 400;
    private static final Rules RULES = new Rules(32, 2, 8, PATIENCE);

    private record Command(int number, String lane, long came) {}

    /** Something that happens at an instant: a batch has its locks, or it is over. */
    private record Happening(long at, Runnable effect) {}

    private static final class Storm {
        private final SplittableRandom random;
        private final Lanes<Command> lanes = new Lanes<>(RULES);
        private final PriorityQueue<Happening> ahead = new PriorityQueue<>(Comparator.comparingLong(Happening::at));
        private final Set<Integer> carriedOut = new HashSet<>();
        private final Set<Integer> late = new HashSet<>();
        private final Map<String, Integer> lastOfLane = new HashMap<>();
        private final Map<String, Integer> underWay = new HashMap<>();
        private final Map<String, Integer> passedOver = new HashMap<>();
        private final Map<String, Integer> waiting = new HashMap<>();
        private final List<String> faults = new ArrayList<>();
        private int atOnce;
        private int mostAtOnce;

        private final int slowness;

        private Storm(long seed, int slowness) {
            this.random = new SplittableRandom(seed);
            this.slowness = slowness;
        }

        private void run() {
            long now = 0;
            for (var i = 0; i < COMMANDS; i++) {
                now += random.nextInt(3);
                happenUntil(now);
                // Most go to the first lane: the others must not notice.
                var lane = "lane-" + (random.nextInt(4) > 0 ? 0 : random.nextInt(LANES));
                lanes.add(lane, new Command(i, lane, now), now);
                waiting.merge(lane, 1, Integer::sum);
                turn(now);
            }
            happenUntil(Long.MAX_VALUE);
        }

        private void happenUntil(long end) {
            while (!ahead.isEmpty() && ahead.peek().at() <= end) {
                var happening = ahead.poll();
                happening.effect().run();
                turn(happening.at());
            }
        }

        private void turn(long now) {
            for (var gone : lanes.overdue(now)) {
                late.add(gone.number());
                waiting.merge(gone.lane(), -1, Integer::sum);
                claim(now - gone.came() >= PATIENCE, "command " + gone.number() + " was late too early");
            }
            for (var next = lanes.next(); next.isPresent(); next = lanes.next()) {
                begin(next.get(), now);
            }
        }

        private void begin(Batch<Command> batch, long now) {
            var commands = batch.commands();
            var lane = commands.getFirst().lane();
            claim(commands.size() <= RULES.most(), "a batch of " + commands.size());
            for (var command : commands) {
                claim(command.lane().equals(lane), "two lanes in one batch");
                claim(now - command.came() < PATIENCE, "command " + command.number() + " was carried out too late");
                claim(carriedOut.add(command.number()), "command " + command.number() + " was carried out twice");
                claim(
                        lastOfLane.getOrDefault(lane, -1) < command.number(),
                        "command " + command.number() + " was overtaken");
                lastOfLane.put(lane, command.number());
            }
            waiting.merge(lane, -commands.size(), Integer::sum);
            fair(lane);
            claim(underWay.merge(lane, 1, Integer::sum) <= 2, "three batches of one lane");
            mostAtOnce = Math.max(mostAtOnce, ++atOnce);
            var locks = now + 1 + random.nextInt(5);
            ahead.add(new Happening(locks, () -> lanes.locked(batch)));
            var done = locks + 1 + random.nextInt(slowness);
            ahead.add(new Happening(done, () -> {
                lanes.done(batch, done);
                underWay.merge(lane, -1, Integer::sum);
                atOnce--;
            }));
        }

        /** Whoever waits and has nothing under way is not passed over by all the others twice. */
        private void fair(String turn) {
            passedOver.put(turn, 0);
            waiting.forEach((lane, howMany) -> {
                if (!lane.equals(turn) && howMany > 0 && underWay.getOrDefault(lane, 0) == 0) {
                    claim(passedOver.merge(lane, 1, Integer::sum) < 2 * LANES, lane + " is passed over");
                }
            });
        }

        private void claim(boolean holds, String otherwise) {
            if (!holds) {
                faults.add(otherwise);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void every_command_is_carried_out_once_and_in_its_turn(long seed) {
        var storm = new Storm(seed, 20);

        storm.run();

        assertThat(storm.faults).as("seed %d", seed).isEmpty();
        assertThat(storm.mostAtOnce).isEqualTo(RULES.atOnce());
        assertThat(storm.carriedOut).hasSize(COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void at_a_slow_database_whoever_is_not_carried_out_is_told_so(long seed) {
        var storm = new Storm(seed, 300);

        storm.run();

        assertThat(storm.faults).as("seed %d", seed).isEmpty();
        assertThat(storm.late).as("seed %d", seed).isNotEmpty().doesNotContainAnyElementsOf(storm.carriedOut);
        assertThat(storm.carriedOut.size() + storm.late.size()).isEqualTo(COMMANDS);
        assertThat(storm.carriedOut).hasSizeGreaterThan(COMMANDS / 5);
    }
}
