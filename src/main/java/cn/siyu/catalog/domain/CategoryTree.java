package cn.siyu.catalog.domain;

import cn.siyu.catalog.CategoryId;
import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who hangs below whom: at most three levels, no circle; a node that moves takes its children with it (A2).
 *
 * @param <K> what names a node: its id, or its code in an import
 */
public record CategoryTree<K>(Map<K, Optional<K>> parents) {

    public static final int DEEPEST = 3;

    public static CategoryTree<CategoryId> of(List<Category> categories) {
        var parents = new HashMap<CategoryId, Optional<CategoryId>>();
        categories.forEach(category -> parents.put(category.id(), category.parent()));
        return new CategoryTree<>(Map.copyOf(parents));
    }

    /** The depth of a new node below {@code parent}. */
    public int depthBelow(Optional<K> parent) {
        var depth = 1 + parent.map(this::depthOf).orElse(0);
        if (depth > DEEPEST) {
            throw new Refused(CatalogProblem.CATEGORY_TREE);
        }
        return depth;
    }

    /** The depth of a node that moves below {@code parent} with all that hangs below it. */
    public int depthBelow(Optional<K> parent, K moved) {
        var below = below(moved);
        if (parent.filter(target -> target.equals(moved) || below.contains(target))
                .isPresent()) {
            throw new Refused(CatalogProblem.CATEGORY_TREE);
        }
        var depth = depthBelow(parent);
        var height = below.stream().mapToInt(this::depthOf).max().orElse(depthOf(moved)) - depthOf(moved);
        if (depth + height > DEEPEST) {
            throw new Refused(CatalogProblem.CATEGORY_TREE);
        }
        return depth;
    }

    /** All that hangs below a node, at any depth. */
    public List<K> below(K node) {
        var found = new ArrayList<K>();
        parents.forEach((child, parent) -> {
            if (parent.filter(node::equals).isPresent()) {
                found.add(child);
                found.addAll(below(child));
            }
        });
        return List.copyOf(found);
    }

    private int depthOf(K node) {
        var parent = parents.get(node);
        if (parent == null) {
            throw new Refused(CatalogProblem.CATALOG_REFERENCE_UNKNOWN, "There is no such parent");
        }
        return 1 + parent.map(this::depthOf).orElse(0);
    }
}
