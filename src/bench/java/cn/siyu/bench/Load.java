package cn.siyu.bench;

/**
 * What came of a load.
 *
 * @param asked requests that were sent
 * @param good answers that were the wanted ones
 * @param broken connections that broke, and answers that did not come
 * @param statuses how often each status was answered
 * @param other the first answer that was not the wanted one
 */
record Load(
        long asked,
        long good,
        double seconds,
        double p50Millis,
        double p99Millis,
        long broken,
        String statuses,
        String other) {

    double perSecond() {
        return good / seconds;
    }

    /** Answers that nobody wanted. */
    long unexpected() {
        var answered = 0L;
        for (var part : statuses.split(",", -1)) {
            if (part.contains(":")) {
                answered += Long.parseLong(part.substring(part.indexOf(':') + 1));
            }
        }
        return Math.max(0, answered - good) + broken;
    }
}
