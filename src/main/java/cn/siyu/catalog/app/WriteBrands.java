package cn.siyu.catalog.app;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.domain.Brand;
import cn.siyu.catalog.store.BrandStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the list of brands. */
@Singleton
public class WriteBrands {

    private final BrandStore brands;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    WriteBrands(BrandStore brands, Trail trail, ShopClock clock) {
        this.brands = brands;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is written about a brand beside its code. */
    public record Text(String name, String description, Optional<String> imageUrl, int sortOrder) {}

    @WithSession
    public Uni<NumberedPage<Brand>> page(int page, int size) {
        return brands.page(page, size);
    }

    @WithTransaction
    public Uni<Brand> create(String code, Text text, Actor actor) {
        return brands.insert(brand(BrandId.next(), code, text, 0), clock.instant())
                .call(created -> record(actor, "brand.create", null, created));
    }

    @WithTransaction
    public Uni<Brand> edit(BrandId id, Text text, long version, Actor actor) {
        return brands.lock(id)
                .invoke(before -> requireVersion(before, version))
                .chain(before -> brands.update(brand(id, before.code(), text, version))
                        .call(after -> record(actor, "brand.edit", before, after)));
    }

    @WithTransaction
    public Uni<Void> delete(BrandId id, Actor actor) {
        return brands.lock(id)
                .call(() -> brands.delete(id))
                .chain(before -> record(actor, "brand.delete", before, null));
    }

    private Uni<Void> record(Actor actor, String action, @Nullable Brand before, @Nullable Brand after) {
        var named = after == null ? before : after;
        var target = named == null ? "" : named.id().value().toString();
        return trail.record(new AuditEntry(actor, action, "brand", target, null, before, after));
    }

    private static void requireVersion(Brand brand, long version) {
        if (brand.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static Brand brand(BrandId id, String code, Text text, long version) {
        return new Brand(id, code, text.name(), text.description(), text.imageUrl(), text.sortOrder(), version);
    }
}
