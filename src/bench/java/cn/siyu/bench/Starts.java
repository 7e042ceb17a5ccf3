package cn.siyu.bench;

import cn.siyu.testing.KeptClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/** How long the packaged application takes from nothing to its first answer, on servers that run. */
final class Starts {

    private static final int TIMES = 3;

    private Starts() {}

    /** Where classes that were loaded once are kept for the next start. */
    static KeptClasses kept(Path folder) {
        return new KeptClasses(folder.resolve("siyu.aot"));
    }

    static Map<String, Object> measure(Installation shop, Path folder) {
        var seconds = new ArrayList<Double>();
        for (var i = 0; i < TIMES; i++) {
            shop.kill();
            var begin = System.nanoTime();
            shop.startAgain();
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        return Map.of(
                "start_s",
                Figures.median(seconds),
                "starts",
                seconds,
                "aot_cache",
                kept(folder).isThere());
    }
}
