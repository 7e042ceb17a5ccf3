package cn.siyu.race;

import cn.siyu.race.Sale.Asked;
import cn.siyu.testing.Generator.Ask;
import cn.siyu.testing.Generator.Heard;
import cn.siyu.testing.RemoteShop.Buyer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Questions for a {@link cn.siyu.testing.Generator}, and what the answers come to. */
final class Traffic {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong KEYS = new AtomicLong();
    private static final double NANOS_OF_A_MILLI = 1e6;

    private Traffic() {}

    /** A question of its own, under a new key. */
    static Ask fresh(String kind, int at, Buyer buyer, Asked asked) {
        return again(kind, at, buyer, asked, "traffic-" + KEYS.getAndIncrement(), "");
    }

    /** @param wanted the bytes of the answer, or nothing */
    static Ask again(String kind, int at, Buyer buyer, Asked asked, String key, String wanted) {
        try {
            return new Ask(kind, at, buyer.token(), key, asked.path(), JSON.writeValueAsString(asked.body()), wanted);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Predicate<Heard> kind(String kind) {
        return each -> each.kind().equals(kind);
    }

    static Predicate<Heard> status(int status) {
        return each -> each.status() == status;
    }

    static List<Heard> those(Collection<Heard> all, Predicate<Heard> which) {
        return all.stream().filter(which).toList();
    }

    /** So many of a hundred waited no longer than that, in milliseconds; nothing if nobody asked. */
    static double millis(Collection<Heard> all, double percent) {
        var sorted = all.stream().mapToLong(Heard::tookNanos).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        var which = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.max(0, which)] / NANOS_OF_A_MILLI;
    }

    static double perSecond(Collection<Heard> all, Duration time) {
        return all.size() * 1e9 / time.toNanos();
    }

    /** How many heard what, for a line of print. */
    static Map<String, Long> counts(Collection<Heard> all) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        each -> each.kind() + " " + each.status() + (each.code().isEmpty() ? "" : " " + each.code()),
                        TreeMap::new,
                        Collectors.counting()));
    }
}
