package cn.siyu.catalog.app;

import cn.siyu.catalog.CatalogImport.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one call as they are decided in turn: an outcome for each, and what is to be written of it.
 *
 * @param <R> a row of the file, as the file and the catalogue both can be read
 * @param <W> what is written
 */
final class Landing<R, W> {

    /** A column of the file: its name, and its value in a row. */
    record Column<R>(String name, Function<R, Object> value) {}

    private final List<Column<R>> columns;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<W> writes = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();

    Landing(List<Column<R>> columns) {
        this.columns = columns;
    }

    /** Whether this key is the first of its kind in the call. */
    boolean first(Object key) {
        return keys.add(key);
    }

    void refuse(String column, String reason) {
        outcomes.add(new Outcome.Refused(column, reason));
    }

    /** What is not there yet is inserted, what differs from what is there is changed, what is equal is left alone. */
    void land(@Nullable R known, R row, W write) {
        if (known == null) {
            outcomes.add(new Outcome.Inserted());
            writes.add(write);
            return;
        }
        var changed = columns.stream()
                .filter(column ->
                        !column.value().apply(known).equals(column.value().apply(row)))
                .map(Column::name)
                .collect(Collectors.toUnmodifiableSet());
        if (changed.isEmpty()) {
            outcomes.add(new Outcome.Unchanged());
        } else {
            outcomes.add(new Outcome.Updated(changed));
            writes.add(write);
        }
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    List<W> writes() {
        return List.copyOf(writes);
    }

    /** For the audit log: how many came, and which fields changed. */
    Map<String, Object> summary() {
        var changed = outcomes.stream()
                .flatMap(outcome -> outcome instanceof Outcome.Updated(var fields) ? fields.stream() : Stream.empty())
                .collect(Collectors.toCollection(TreeSet::new));
        return Map.of(
                "inserted", count(Outcome.Inserted.class), "updated", count(Outcome.Updated.class), "fields", changed);
    }

    private long count(Class<? extends Outcome> kind) {
        return outcomes.stream().filter(kind::isInstance).count();
    }
}
