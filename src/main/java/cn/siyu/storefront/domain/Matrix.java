package cn.siyu.storefront.domain;

import cn.siyu.catalog.Products.Axis;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which combinations of a product's axes there are. */
public record Matrix(List<Axis> axes, List<Variant> variants) {

    /** A page beyond this many combinations lists only those that exist. */
    static final int MOST_CELLS = 600;

    /** One combination, and the SKU if the product is made in it. */
    public record Cell(List<String> values, Optional<Variant> variant) {}

    /** Every combination in the order of the axes and their values; the last axis turns fastest. */
    public List<Cell> cells() {
        var byTuple = byTuple();
        var combinations = combinations();
        return (combinations.size() > MOST_CELLS ? List.copyOf(byTuple.keySet()) : combinations)
                .stream()
                        .map(values -> new Cell(values, Optional.ofNullable(byTuple.get(values))))
                        .toList();
    }

    /** The SKU of a combination that names a value for each axis, in any order. */
    public Variant resolve(Map<String, String> spec) {
        var values =
                axes.stream().map(axis -> spec.getOrDefault(axis.name(), "")).toList();
        var variant = byTuple().get(values);
        if (variant == null || spec.size() != axes.size()) {
            throw new Refused(StorefrontProblem.SPEC_COMBINATION_UNKNOWN);
        }
        return variant;
    }

    private Map<List<String>, Variant> byTuple() {
        var byTuple = new LinkedHashMap<List<String>, Variant>();
        variants.forEach(variant -> byTuple.put(variant.tuple(), variant));
        return byTuple;
    }

    /** All of them, or one more than are shown. */
    private List<List<String>> combinations() {
        List<List<String>> found = List.of(List.of());
        for (var axis : axes) {
            found = found.stream()
                    .flatMap(begun -> axis.values().stream().map(value -> append(begun, value)))
                    .limit(MOST_CELLS + 1L)
                    .toList();
        }
        return axes.isEmpty() ? List.of() : found;
    }

    private static List<String> append(List<String> begun, String value) {
        var longer = new ArrayList<>(begun);
        longer.add(value);
        return List.copyOf(longer);
    }
}
