package cn.siyu.chaos;

import cn.siyu.launch.ServerAccident;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Who breaks something again and again, at moments that follow from the seed. */
interface Saboteur {

    Duration PATIENCE = Duration.ofSeconds(60);
    Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    long CALM_MILLIS = 100;

    /** Breaks one thing, and returns when the next may be broken. */
    void strike(World world, RandomGenerator random) throws SQLException, InterruptedException;

    /** After how many strikes something else is wrong with WeChat. */
    default int troubleEvery() {
        return 1;
    }

    /** Whether nobody may be answered 500: a dead process does not answer, and WeChat's trouble is a 503. */
    default boolean faultsAreOurs() {
        return true;
    }

    /** Whether everybody is answered within {@link #LONGEST_ANSWER}: all but a process that stands still can do that (REL-41). */
    default boolean answersInTime() {
        return true;
    }

    /** Kills a process and starts it again; now and then once more before it is ready. */
    static Saboteur killer() {
        return (world, random) -> {
            Thread.sleep(700 + random.nextInt(2_500));
            var which = random.nextInt(world.fleet.size());
            world.kills.incrementAndGet();
            world.fleet.kill(which);
            var began = System.nanoTime();
            var again = world.fleet.launchAgain(which);
            if (random.nextInt(100) < 10) {
                Thread.sleep(random.nextInt(1_500));
                world.kills.incrementAndGet();
                world.fleet.kill(which);
                began = System.nanoTime();
                again = world.fleet.launchAgain(which);
            }
            again.awaitReady();
            world.ready.until(began);
        };
    }

    /** PostgreSQL ends at once, as by {@code pg_ctl stop -m immediate}, and comes back a moment later. */
    static Saboteur postgresStopper() {
        return forgiving((world, random) -> {
            Thread.sleep(300 + random.nextInt(1_500));
            world.kills.incrementAndGet();
            var accident = ServerAccident.ofPostgres(world.fleet.dataFolder());
            Thread.sleep(random.nextInt(1_500));
            accident.over();
            awaitDatabase(world);
        });
    }

    /** Redis ends by {@code kill -9}, every other time with all that it knew, and comes back a moment later. */
    static Saboteur redisKiller() {
        return (world, random) -> {
            Thread.sleep(300 + random.nextInt(1_500));
            world.kills.incrementAndGet();
            var accident = ServerAccident.ofRedis(world.fleet.dataFolder());
            if (random.nextBoolean()) {
                var _ = accident.forgetRedis();
            }
            Thread.sleep(random.nextInt(1_500));
            accident.over();
        };
    }

    /** A process stands still for some seconds and goes on as if nothing had been. */
    static Saboteur freezer(int least, int most) {
        return new Saboteur() {
            @Override
            public void strike(World world, RandomGenerator random) throws InterruptedException {
                Thread.sleep(300 + random.nextInt(1_500));
                var which = random.nextInt(world.fleet.size());
                world.kills.incrementAndGet();
                world.fleet.freeze(which);
                try {
                    Thread.sleep(1_000L * random.nextInt(least, most + 1));
                } finally {
                    world.fleet.thaw(which);
                }
            }

            @Override
            public boolean answersInTime() {
                return false;
            }
        };
    }

    /** PostgreSQL stands still with all its processes: nothing is refused, nothing is answered. */
    static Saboteur postgresFreezer(int least, int most) {
        return forgiving((world, random) -> {
            Thread.sleep(300 + random.nextInt(1_500));
            world.kills.incrementAndGet();
            var still = ServerAccident.freezePostgres(world.fleet.dataFolder());
            try {
                Thread.sleep(1_000L * random.nextInt(least, most + 1));
            } finally {
                still.over();
            }
        });
    }

    private static void awaitDatabase(World world) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var connection = world.fleet.asApplication()) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL did not come back", e);
                }
            }
            Thread.sleep(20);
        }
    }

    /** Each of them once, in this order; then calm. */
    static Saboteur each(List<Saboteur> all) {
        var next = all.iterator();
        return new Saboteur() {
            @Override
            public void strike(World world, RandomGenerator random) throws SQLException, InterruptedException {
                if (next.hasNext()) {
                    next.next().strike(world, random);
                } else {
                    Thread.sleep(CALM_MILLIS);
                }
            }

            @Override
            public int troubleEvery() {
                return 5;
            }

            @Override
            public boolean faultsAreOurs() {
                return all.stream().allMatch(Saboteur::faultsAreOurs);
            }

            @Override
            public boolean answersInTime() {
                return all.stream().allMatch(Saboteur::answersInTime);
            }
        };
    }

    private static Saboteur forgiving(Saboteur strikes) {
        return new Saboteur() {
            @Override
            public void strike(World world, RandomGenerator random) throws SQLException, InterruptedException {
                strikes.strike(world, random);
            }

            @Override
            public boolean faultsAreOurs() {
                return false;
            }
        };
    }

    /** Cuts connections of the application, of those that are in a transaction if there are any. */
    static Saboteur cutter() {
        return new Cutter();
    }

    /** Terminates one backend a time, as the role that it belongs to. */
    final class Cutter implements Saboteur {

        private static final int TROUBLE_EVERY = 30;
        private static final int MOST_PAUSE_MILLIS = 90;

        private static final String TERMINATE = """
                select pg_terminate_backend(pid)
                  from pg_stat_activity
                 where usename = current_user
                   and pid <> pg_backend_pid()
                 order by xact_start is null, hashtext(pid::text || ?)
                 limit 1""";

        @Override
        public int troubleEvery() {
            return TROUBLE_EVERY;
        }

        @Override
        public boolean faultsAreOurs() {
            return false;
        }

        @Override
        public void strike(World world, RandomGenerator random) throws SQLException, InterruptedException {
            Thread.sleep(random.nextInt(MOST_PAUSE_MILLIS));
            try (var connection = world.fleet.asApplication();
                    var statement = connection.prepareStatement(TERMINATE)) {
                statement.setString(1, Integer.toString(random.nextInt()));
                try (var rows = statement.executeQuery()) {
                    var _ = rows.next();
                }
            }
        }
    }

    /** What may be wrong with WeChat for a while. */
    static void trouble(World world, RandomGenerator random) {
        var shop = world.shops.getFirst();
        var _ = shop.weChat().post("", "/_control/reset", Map.of()).expect(200);
        var modes = List.of(
                Map.of("mode", "NORMAL"),
                Map.of("mode", "DROP"),
                Map.of("mode", "DUPLICATE", "copies", 3, "concurrent", true),
                Map.of("mode", "DELAY", "delayMs", 5_000),
                Map.of("mode", "REORDER", "delayMs", 2_000),
                Map.of("mode", "NORMAL"));
        var _ = shop.weChat()
                .post("", "/_control/notify-mode", modes.get(random.nextInt(modes.size())))
                .expect(200);
        var faults = List.of("ERROR_500_AFTER", "ERROR_500", "RESET", "UNSIGNED");
        var fault = Map.of(
                "endpoint", "*", "fault", faults.get(random.nextInt(faults.size())), "times", 1 + random.nextInt(3));
        var _ = shop.weChat().post("", "/_control/faults", fault).expect(200);
        var dice = random.nextInt(100);
        shop.advance(dice < 15 ? Duration.ofDays(9) : dice < 35 ? Duration.ofMinutes(21) : Duration.ofSeconds(30));
    }
}
