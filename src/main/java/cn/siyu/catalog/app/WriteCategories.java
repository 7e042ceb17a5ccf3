package cn.siyu.catalog.app;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.domain.Category;
import cn.siyu.catalog.domain.CategoryTree;
import cn.siyu.catalog.store.CategoryStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the category tree; one change at a time, because where a node may hang depends on all of it. */
@Singleton
public class WriteCategories {

    private final CategoryStore categories;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    WriteCategories(CategoryStore categories, Trail trail, ShopClock clock) {
        this.categories = categories;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is written about a category beside its code. */
    public record Text(
            Optional<CategoryId> parent,
            String name,
            String description,
            Optional<String> imageUrl,
            int sortOrder,
            boolean communityOn) {}

    @WithSession
    public Uni<List<Category>> all() {
        return categories.all();
    }

    @WithTransaction
    public Uni<Category> create(String code, Text text, Actor actor) {
        return tree().map(tree -> category(CategoryId.next(), code, text, tree.depthBelow(text.parent()), 0))
                .chain(category -> categories.insert(category, clock.instant()))
                .call(created -> record(actor, "category.create", null, created));
    }

    @WithTransaction
    public Uni<Category> edit(CategoryId id, Text text, long version, Actor actor) {
        return tree().chain(tree -> categories
                .lock(id)
                .invoke(before -> requireVersion(before, version))
                .chain(before ->
                        move(tree, before, text).call(after -> record(actor, "category.edit", before, after))));
    }

    @WithTransaction
    public Uni<Void> delete(CategoryId id, Actor actor) {
        return categories
                .lock(id)
                .call(() -> categories.delete(id))
                .chain(before -> record(actor, "category.delete", before, null));
    }

    private Uni<CategoryTree<CategoryId>> tree() {
        return categories.hold().chain(categories::all).map(CategoryTree::of);
    }

    private Uni<Category> move(CategoryTree<CategoryId> tree, Category before, Text text) {
        var depth = tree.depthBelow(text.parent(), before.id());
        var below = tree.below(before.id());
        var after = category(before.id(), before.code(), text, depth, before.version());
        return depth == before.depth() || below.isEmpty()
                ? categories.update(after)
                : categories.shift(below, depth - before.depth()).chain(() -> categories.update(after));
    }

    private Uni<Void> record(Actor actor, String action, @Nullable Category before, @Nullable Category after) {
        var named = after == null ? before : after;
        var target = named == null ? "" : named.id().value().toString();
        return trail.record(new AuditEntry(actor, action, "category", target, null, before, after));
    }

    private static void requireVersion(Category category, long version) {
        if (category.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static Category category(CategoryId id, String code, Text text, int depth, long version) {
        return new Category(
                id,
                code,
                text.parent(),
                text.name(),
                text.description(),
                text.imageUrl(),
                depth,
                text.sortOrder(),
                text.communityOn(),
                version);
    }
}
