package cn.siyu.catalog.store;

import static cn.siyu.catalog.store.Named.named;
import static cn.siyu.catalog.store.Named.removal;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.domain.Category;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/** Categories. */
@Singleton
public class CategoryStore {

    /** A shop's tree is small; it is read whole. */
    private static final int MOST = 2_000;

    private static final String HOLD =
            "select 1 from (select pg_advisory_xact_lock(hashtext('catalog_category'))) held";

    private static final String SHIFT = """
            update catalog_category
               set depth = depth + ?2, version = version + 1
             where id = any (cast(cast(?1 as text[]) as uuid[]))""";

    private final CategoryRows rows;

    @Inject
    CategoryStore(CategoryRows rows) {
        this.rows = rows;
    }

    /** The whole tree, parents before children. */
    public Uni<List<Category>> all() {
        return rows.findAll(Sort.by("depth").and("sortOrder").and("id"))
                .range(0, MOST - 1)
                .list()
                .map(found -> found.stream().map(CategoryRow::toCategory).toList());
    }

    /** Keeps other changes of the tree out until the transaction ends: which node hangs where is decided by looking at all. */
    public Uni<Void> hold() {
        return Native.rows(HOLD).replaceWithVoid();
    }

    /** Shifts what hangs below a node that moved. */
    public Uni<Void> shift(List<CategoryId> below, int levels) {
        var ids = below.stream().map(id -> id.value().toString()).toArray(String[]::new);
        return Native.execute(SHIFT, ids, levels).replaceWithVoid();
    }

    /** One, held against other changes until the transaction ends. */
    public Uni<Category> lock(CategoryId id) {
        return rows.findById(id.value(), LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(CategoryRow::toCategory);
    }

    public Uni<Category> insert(Category category, Instant now) {
        return named(rows.persistAndFlush(CategoryRow.of(category, now))).map(CategoryRow::toCategory);
    }

    /** Writes one that is held. */
    public Uni<Category> update(Category category) {
        return rows.findById(category.id().value())
                .invoke(row -> row.write(category))
                .call(() -> named(rows.flush()))
                .map(CategoryRow::toCategory);
    }

    /** Removes one that is held and that nothing uses. */
    public Uni<Void> delete(CategoryId id) {
        return removal(rows.deleteById(id.value()).chain(() -> rows.flush()));
    }
}
