package cn.siyu.chaos;

import cn.siyu.chaos.Diary.Chapter;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteShop.Line;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Sixty steps of a few people, one after the other, while WeChat misbehaves, staff change rates, tiers and whose customers they are, and
 * who sells to them hands over to a colleague and back: who does what follows from the seed alone, because each step draws from a source
 * of its own, however much the step before it took.
 */
final class Story {

    private static final int STEPS = 60;
    private static final int PEOPLE = 5;
    private static final Set<Integer> LONG_TIMES = Set.of(STEPS / 2, STEPS * 3 / 4, STEPS - 2);
    private static final int MOST_OPEN = 5;
    private static final int PAY_RATHER_LATE = 94;

    /** Whatever was sold and received is thawed then. */
    private static final Duration LONG_TIME = Duration.ofDays(9);

    private static final int LOOKS = 60;
    private static final long LOOK_MILLIS = 25;

    private final World world;
    private final Trouble trouble;
    private final Gathering groups;
    private final Wallet coupons;
    private final List<Person> people;
    private final List<Earner> earners;
    private final Management management;
    private final Colleagues colleagues;
    private final List<String> script = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();

    /** The last of the people is nobody's customer, but lives in a community, as the first does. */
    private Story(World world, String name, List<Activity> activities, List<UUID> templates)
            throws SQLException, InterruptedException {
        this.world = world;
        this.trouble = new Trouble(world);
        this.groups = new Gathering(activities);
        this.coupons = new Wallet(templates);
        this.people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Person(world, name + "-" + i))
                .toList();
        var earner = new Earner(world, name + "-earner");
        var rival = new Earner(world, name + "-rival");
        this.earners = List.of(earner, rival);
        earners.forEach(each -> each.mayHave(people));
        var ownership = new Ownership();
        var customers = people.subList(0, PEOPLE - 1);
        this.management = new Management(world, earners, customers, ownership);
        var neighbours = List.of(people.getFirst(), people.getLast());
        this.colleagues = new Colleagues(world, name, earners, people, neighbours, ownership);
        for (var customer : customers.subList(1, customers.size())) {
            colleagues.brings(earner, customer);
        }
    }

    /** What came of it, with everything that was done, and how often what ended how. */
    record Told(Report report, List<String> script, Map<String, Integer> ends) {}

    static Told tell(World shared, List<Activity> activities, List<UUID> templates, long seed)
            throws SQLException, InterruptedException {
        var world = shared.alone();
        var name = "story-" + Long.toUnsignedString(seed, 36) + "-" + Long.toUnsignedString(System.nanoTime(), 36);
        var account = Report.begin(world, "story", seed);
        var story = new Story(world, name, activities, templates);
        story.steps(new SplittableRandom(seed));
        var left = Quiet.await(world);
        var everybody = new ArrayList<>(story.people);
        everybody.addAll(story.earners);
        var books = world.books();
        var violations = new ArrayList<>(Verdict.of(world, everybody, left, books));
        violations.addAll(story.groups.violations(books, story.ends));
        violations.addAll(story.coupons.violations(story.ends));
        story.earners.forEach(earner -> violations.addAll(earner.violations(books, story.ends)));
        violations.addAll(story.management.violations(story.ends));
        violations.addAll(story.colleagues.violations(story.ends));
        everybody.forEach(person -> person.diaries.forEach(diary -> diary.count(story.ends)));
        var orders =
                everybody.stream().mapToLong(person -> person.diaries.size()).sum();
        return new Told(account.end(orders, violations), story.script, story.ends);
    }

    private void steps(SplittableRandom random) throws SQLException, InterruptedException {
        for (var step = 0; step < STEPS; step++) {
            var who = people.get(random.nextInt(PEOPLE));
            var what = random.nextInt(100);
            var dice = random.split();
            world.steps.incrementAndGet();
            var done = LONG_TIMES.contains(step) ? timePasses(dice) : step(who, what, dice);
            script.add("%d: %s %s".formatted(step, who, done));
        }
    }

    private String step(Person who, int what, RandomGenerator dice) throws SQLException, InterruptedException {
        if (what < 10) {
            return perhapsPaid(who, place(who, dice), 65, dice);
        }
        if (what < 20) {
            return perhapsPaid(who, coupons.step(who, lines(dice), dice), 65, dice);
        }
        if (what < 34) {
            return perhapsPaid(who, groups.step(who, dice), 85, dice);
        }
        if (what < 70) {
            return goOn(who, dice);
        }
        if (what < 75) {
            return colleagues.step(dice);
        }
        if (what < 80) {
            return trouble.step(dice);
        }
        if (what < 84) {
            return clock(dice);
        }
        return what < 89
                ? management.step(dice)
                : earners.get(dice.nextInt(earners.size())).step(dice);
    }

    private Deed place(Person who, RandomGenerator dice) {
        if (who.open().size() >= MOST_OPEN) {
            return Deed.of("has enough on his hands");
        }
        var placed = who.place(lines(dice));
        return new Deed(placed.map(diary -> "orders " + diary.totalFen).orElse("is refused an order"), placed);
    }

    /** Most people pay for what they have just ordered. */
    private String perhapsPaid(Person who, Deed deed, int ofAHundred, RandomGenerator dice)
            throws InterruptedException {
        var luck = dice.nextInt(100);
        var late = luck >= PAY_RATHER_LATE;
        if ((luck >= ofAHundred && !late) || deed.placed().isEmpty()) {
            return deed.said();
        }
        if (late) {
            who.payLate(deed.placed().get());
        } else {
            who.pay(deed.placed().get());
        }
        awaitNews(who, deed.placed().get());
        return "%s, then %s".formatted(deed.said(), deed.placed().get().chapter);
    }

    private List<Line> lines(RandomGenerator dice) {
        var first = world.skus.get(dice.nextInt(world.skus.size()));
        var second = world.skus.get(dice.nextInt(world.skus.size()));
        return List.of(new Line(first, 1 + dice.nextInt(2)), new Line(second, 1));
    }

    private String goOn(Person who, RandomGenerator dice) throws InterruptedException {
        var open = who.open();
        if (open.isEmpty()) {
            return perhapsPaid(who, place(who, dice), 65, dice);
        }
        var diary = open.get(dice.nextInt(open.size()));
        var before = diary.chapter;
        switch (before) {
            case PLACED -> payOrNot(who, diary, dice.nextInt(100));
            case PAID -> shipOrNot(who, diary, dice);
            case SHIPPED -> who.receive(diary);
            case RECEIVED -> returnOrKeep(who, diary, dice);
            case OVER -> {}
        }
        return "has order %d %s, then %s".formatted(who.diaries.indexOf(diary), before, diary.chapter);
    }

    private void payOrNot(Person who, Diary diary, int dice) throws InterruptedException {
        if (dice < 60) {
            who.pay(diary);
            awaitNews(who, diary);
        } else if (dice < 76) {
            who.payLate(diary);
        } else if (dice < 84) {
            var _ = who.startPayment(diary);
        } else if (dice < 94) {
            who.callOff(diary);
        } else {
            diary.chapter = Chapter.OVER;
        }
    }

    /** Where WeChat tells at once, the next step begins when it was heard. */
    private void awaitNews(Person who, Diary diary) throws InterruptedException {
        if (!trouble.tellsAtOnce() || diary.chapter != Chapter.PAID) {
            return;
        }
        for (var look = 0; look < LOOKS && who.state(diary).equals("PENDING_PAYMENT"); look++) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void shipOrNot(Person who, Diary diary, RandomGenerator dice) {
        var luck = dice.nextInt(100);
        if (luck < 70) {
            who.ship(diary);
        } else if (luck < 78) {
            who.callOff(diary);
        } else if (luck < 88) {
            who.refund(diary, 1 + dice.nextInt(200));
        } else if (luck < 94) {
            who.giveUp(diary);
        } else {
            who.refund(diary, diary.totalFen);
        }
    }

    private static void returnOrKeep(Person who, Diary diary, RandomGenerator dice) {
        var luck = dice.nextInt(100);
        if (luck < 40) {
            who.sendBack(diary);
        } else if (luck < 60) {
            who.refund(diary, 1 + dice.nextInt(500));
        } else {
            diary.chapter = Chapter.OVER;
        }
    }

    private String clock(RandomGenerator dice) {
        var step = List.of(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(90),
                        Duration.ofMinutes(6),
                        Duration.ofMinutes(31),
                        Duration.ofHours(2))
                .get(dice.nextInt(5));
        world.shops.getFirst().advance(step);
        return "sees time pass: " + step;
    }

    /** Long enough for what was sold to be earned; the sweeps are given the moment that they need. */
    private String timePasses(RandomGenerator dice) throws SQLException, InterruptedException {
        world.shops.getFirst().advance(LONG_TIME);
        Quiet.afterDays(world);
        var said = new ArrayList<String>();
        for (var earner : earners) {
            var asks = earner.step(dice);
            earner.awaitAsked();
            said.add("%s %s and %s".formatted(earner, asks, earner.step(dice)));
        }
        return "sees days pass; " + String.join("; ", said);
    }
}
