package cn.siyu.race;

import cn.siyu.testing.ShopFleet;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two processes of a shop for all races of a run: they begin with the first who enters and end when the last has left. */
final class Arena {

    private static final Path FOLDERS = Path.of("target", "race-it-" + System.getProperty("surefire.forkNumber", "1"));
    private static final int PROCESSES = 2;

    /** Whether more is asked for than in a short run. */
    private static final boolean LONG = Integer.getInteger("siyu.race.requests", 0) > 0;

    /** Tokens outlive all rounds, which go on for days on the shop's clock. */
    private static final Map<String, String> SETTINGS = Map.of("siyu.tokens.access-life", "30d");

    private static @Nullable ShopFleet fleet;
    private static int inside;

    private Arena() {}

    static synchronized ShopFleet enter() {
        var its = fleet == null ? start() : fleet;
        fleet = its;
        inside++;
        return its;
    }

    private static ShopFleet start() {
        return LONG
                ? ShopFleet.startForLong(FOLDERS, PROCESSES, SETTINGS)
                : ShopFleet.start(FOLDERS, PROCESSES, SETTINGS);
    }

    static synchronized void leave() {
        inside--;
        if (inside == 0 && fleet != null) {
            fleet.close();
            fleet = null;
        }
    }
}
