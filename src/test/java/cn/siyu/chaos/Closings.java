package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Buyers who call an order off in the moment in which they pay for it, many at a time and now this first, now that. */
final class Closings {

    private static final int PEOPLE = 12;
    private static final int MOST_HEAD_START_MILLIS = 25;

    private final World world;
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();

    private Closings(World world) {
        this.world = world;
    }

    static Report run(World shared, int rounds, long seed) throws SQLException, InterruptedException {
        var world = shared.again();
        var account = Report.begin(world, "close-pay", seed);
        var closings = new Closings(world);
        var seeds = new SplittableRandom(seed);
        var _ = world.shops
                .getFirst()
                .weChat()
                .post("", "/_control/reset", Map.of())
                .expect(200);
        var people = IntStream.range(0, Math.min(PEOPLE, rounds))
                .mapToObj(i -> new Person(world, "close-pay-" + i))
                .toList();
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < people.size(); i++) {
            var person = people.get(i);
            var random = seeds.split();
            var its = rounds / people.size() + (i < rounds % people.size() ? 1 : 0);
            tasks.add(() -> {
                for (var round = 0; round < its; round++) {
                    closings.round(person, random);
                }
                return true;
            });
        }
        var _ = RemoteShop.together(PEOPLE, tasks);
        var violations = new ArrayList<>(Verdict.of(world, people, Quiet.await(world)));
        violations.addAll(closings.unclaimed(people));
        System.out.printf("Closings: %s%n", new TreeMap<>(closings.outcomes));
        return account.end(rounds, violations);
    }

    private void round(Person person, RandomGenerator random) throws Exception {
        world.steps.incrementAndGet();
        var diary = person.place(List.of(new Line(world.skus.get(random.nextInt(world.skus.size())), 1)))
                .orElseThrow();
        var prepay = person.startPayment(diary).orElseThrow();
        var headStart = random.nextInt(-MOST_HEAD_START_MILLIS, MOST_HEAD_START_MILLIS + 1);
        try (var payer = Executors.newVirtualThreadPerTaskExecutor()) {
            var paid = payer.submit(() -> {
                Thread.sleep(Math.max(0, headStart));
                return world.shops.getFirst().payAtWeChat(prepay).ok();
            });
            Thread.sleep(Math.max(0, -headStart));
            person.callOff(diary);
            diary.paidAtWeChat = paid.get();
        }
        var outcome = (diary.paidAtWeChat ? "paid" : "not paid") + (diary.calledOff ? ", called off" : ", kept");
        var _ = outcomes.merge(outcome, 1, Integer::sum);
    }

    /** Whose order lives has been charged for it, and nobody else: the verdict knows the sums, this the two ends. */
    private List<String> unclaimed(List<Person> people) {
        var violations = new ArrayList<String>();
        for (var person : people) {
            for (var diary : person.diaries) {
                var state = person.state(diary);
                var _ = outcomes.merge("in the end " + state, 1, Integer::sum);
                var fine = state.equals("TO_SHIP")
                        ? diary.paidAtWeChat
                        : List.of("CANCELLED", "CLOSED").contains(state);
                if (!fine) {
                    violations.add(
                            "order %s is %s, paid at WeChat: %s".formatted(diary.number, state, diary.paidAtWeChat));
                }
            }
        }
        return violations;
    }
}
