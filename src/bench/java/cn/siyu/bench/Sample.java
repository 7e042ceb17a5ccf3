package cn.siyu.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement of one scenario.
 *
 * @param name of the scenario
 * @param opsPerS what was done in a second, counted by answers
 * @param p50Millis at the load under which waiting was measured, which is 70 % of the peak wherever it was measured apart
 * @param unexpectedErrors answers that nobody wanted
 * @param violations of what must hold: answers without their row above all
 * @param cpu percent of one processor, by process
 * @param more further figures of this scenario
 */
record Sample(
        String name,
        int connections,
        double opsPerS,
        double p50Millis,
        double p99Millis,
        long unexpectedErrors,
        long violations,
        Map<String, Double> cpu,
        double foreignPercent,
        long rssMb,
        Map<String, Object> more) {

    static Sample of(String name, int connections, Load load, Cpu.Use use, long rssMb) {
        var more = new TreeMap<String, Object>();
        if (load.unexpected() > 0) {
            more.put("statuses", load.statuses());
            more.put("first_other", load.other());
        }
        return new Sample(
                name,
                connections,
                load.perSecond(),
                load.p50Millis(),
                load.p99Millis(),
                load.unexpected(),
                0,
                use.percent(),
                use.foreignPercent(),
                rssMb,
                more);
    }

    /** Waiting times that were taken at a load of their own. */
    Sample waiting(Load open) {
        var all = new TreeMap<>(more);
        all.put("p99_at_per_s", Math.round(open.asked() / open.seconds()));
        all.put("p99_answers_refused", open.unexpected());
        all.put("p99_at_the_peak_ms", p99Millis);
        return new Sample(
                name,
                connections,
                opsPerS,
                open.p50Millis(),
                open.p99Millis(),
                unexpectedErrors,
                violations,
                cpu,
                foreignPercent,
                rssMb,
                all);
    }

    /** The same figures as those of another scenario. */
    Sample named(String other) {
        return new Sample(
                other,
                connections,
                opsPerS,
                p50Millis,
                p99Millis,
                unexpectedErrors,
                violations,
                cpu,
                foreignPercent,
                rssMb,
                more);
    }

    Sample with(long moreViolations, Map<String, ?> further) {
        var all = new TreeMap<>(more);
        all.putAll(further);
        return new Sample(
                name,
                connections,
                opsPerS,
                p50Millis,
                p99Millis,
                unexpectedErrors,
                violations + moreViolations,
                cpu,
                foreignPercent,
                rssMb,
                all);
    }
}
