package cn.siyu.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults that lie in wait at the endpoints. */
final class Faults {
    private final List<Fault> waiting = new ArrayList<>();
    private Random chance = new Random(0);

    /** What goes wrong. "After" and "before" are seen from the effect on WeChat's side. */
    enum Kind {
        TIMEOUT_AFTER,
        TIMEOUT_BEFORE,
        ERROR_500,
        ERROR_500_AFTER,
        ERROR_429,
        RESET,
        UNSIGNED,
        SLOW_DRIP,
        ANSWER
    }

    /**
     * One fault at one endpoint.
     *
     * @param endpoint its name, or {@code *} for every endpoint of WeChat
     * @param times how many calls it still spoils
     * @param delayMs how long a time-out keeps the line open, or the pause between two drips
     * @param percent how many of a hundred calls it spoils, drawn with a seed
     * @param status the HTTP status of ANSWER at WeChat Pay
     * @param code the code of ANSWER: a word at WeChat Pay, an errcode at the mini-program API
     * @param about what stands in the address or the body of the calls it spoils, such as a number; empty for any
     */
    record Fault(
            String endpoint, Kind kind, int times, long delayMs, int percent, int status, String code, String about) {
        boolean meets(String name, Call call) {
            return (endpoint.equals("*") || endpoint.equals(name)) && call.names(about);
        }

        Fault spent() {
            return new Fault(endpoint, kind, times - 1, delayMs, percent, status, code, about);
        }
    }

    void add(Fault fault, long seed) {
        waiting.add(fault);
        chance = new Random(seed);
    }

    void clear() {
        waiting.clear();
    }

    List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    /** The fault that spoils this call, if one does. */
    @Nullable
    Fault take(String endpoint, Call call) {
        for (ListIterator<Fault> all = waiting.listIterator(); all.hasNext(); ) {
            var fault = all.next();
            if (fault.meets(endpoint, call) && chance.nextInt(100) < fault.percent()) {
                use(all, fault);
                return fault;
            }
        }
        return null;
    }

    private static void use(ListIterator<Fault> at, Fault fault) {
        if (fault.times() > 1) {
            at.set(fault.spent());
        } else {
            ((Iterator<Fault>) at).remove();
        }
    }
}
