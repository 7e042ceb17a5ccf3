package cn.siyu.bench;

import java.util.Collection;
import java.util.Comparator;

/** What is said of a figure that was measured several times. */
final class Figures {

    private Figures() {}

    static double median(Collection<Double> values) {
        var sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        if (sorted.isEmpty()) {
            return 0;
        }
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static double least(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }

    static double most(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** With so many digits as it deserves. */
    static double rounded(double value) {
        var scale = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 10 : 1000;
        return Math.round(value * scale) / (double) scale;
    }
}
