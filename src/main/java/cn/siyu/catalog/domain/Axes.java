package cn.siyu.catalog.domain;

import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The one to three axes of an SPU in their order, each with its values in the order in which they are shown. */
public record Axes(List<Axis> axes) {

    public static final int MOST = 3;

    /** One axis, such as 尺码 with 59, 66 and 73. */
    public record Axis(String name, List<String> values) {}

    /** Axes without values yet, named by the first SKU of a product. */
    public static Axes named(List<String> names) {
        if (names.isEmpty() || names.size() > MOST || new HashSet<>(names).size() != names.size()) {
            throw new Refused(CatalogProblem.SPEC_AXES);
        }
        return new Axes(names.stream().map(name -> new Axis(name, List.of())).toList());
    }

    /** These axes, or, before the first SKU, those that its combination names. */
    public Axes orNamedBy(List<SpecValue> spec) {
        return axes.isEmpty() ? named(spec.stream().map(SpecValue::axis).toList()) : this;
    }

    public List<String> names() {
        return axes.stream().map(Axis::name).toList();
    }

    /** The tuple of a SKU in the order of the axes, whatever the order in which its values were named. */
    public List<String> tupleOf(List<SpecValue> spec) {
        Map<String, String> values =
                spec.stream().collect(Collectors.toMap(SpecValue::axis, SpecValue::value, (first, _) -> first));
        if (spec.size() != axes.size() || !values.keySet().equals(new HashSet<>(names()))) {
            throw new Refused(CatalogProblem.SPEC_AXES, "The axes of this product are " + String.join(", ", names()));
        }
        return axes.stream().map(axis -> values.getOrDefault(axis.name(), "")).toList();
    }

    /** These axes with the values of a tuple; a new value comes last on its axis. */
    public Axes with(List<String> tuple) {
        return new Axes(IntStream.range(0, axes.size())
                .mapToObj(i -> with(axes.get(i), tuple.get(i)))
                .toList());
    }

    private static Axis with(Axis axis, String value) {
        if (axis.values().contains(value)) {
            return axis;
        }
        var values = new ArrayList<>(axis.values());
        values.add(value);
        return new Axis(axis.name(), List.copyOf(values));
    }
}
