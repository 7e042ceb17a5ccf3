package cn.siyu.catalog.app;

import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.domain.Bundle;
import cn.siyu.catalog.domain.CatalogProblem;
import cn.siyu.catalog.store.BundleStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what a SKU consists of (A10). What was sold keeps its contents in the order, so a change is for what is sold next. */
@Singleton
public class WriteBundles {

    private final BundleStore bundles;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    WriteBundles(BundleStore bundles, Trail trail, ShopClock clock) {
        this.bundles = bundles;
        this.trail = trail;
        this.clock = clock;
    }

    /** So many units of a SKU. */
    public record Part(SkuId sku, int units) {}

    @WithSession
    public Uni<Bundle> see(SkuId sku) {
        return bundles.of(List.of(sku))
                .map(found -> Optional.ofNullable(found.get(sku)).orElseThrow(Refused::notFound));
    }

    @WithSession
    public Uni<NumberedPage<Bundle>> page(int page, int size) {
        return bundles.page((page - 1L) * size, size)
                .chain(items -> bundles.count().map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /**
     * Writes all components anew.
     *
     * @param version the one that was read; absent when the SKU was none
     */
    @WithTransaction
    public Uni<Bundle> write(SkuId sku, List<Part> parts, Optional<Long> version, String reason, Actor actor) {
        var components = parts.stream().map(Part::sku).toList();
        return bundles.lock(Stream.concat(Stream.of(sku), components.stream()).toList())
                .invoke(known -> refuseUnknown(known, sku, components))
                .chain(() -> bundles.bundlesAmong(components))
                .invoke(nested -> refuseNested(nested, components))
                .chain(() -> bundles.isContained(sku))
                .invoke(WriteBundles::refuseContained)
                .chain(() -> before(sku, version))
                .chain(before -> bundles.write(
                                sku, parts.stream().collect(toMap(Part::sku, Part::units)), clock.instant())
                        .chain(() -> see(sku))
                        .call(after ->
                                trail.record(entry(actor, "bundle.write", sku, reason, before.orElse(null), after))));
    }

    /** It is a SKU with stock of its own again. */
    @WithTransaction
    public Uni<Void> remove(SkuId sku, long version, String reason, Actor actor) {
        return bundles.lock(List.of(sku))
                .chain(() -> before(sku, Optional.of(version)))
                .chain(before -> bundles.remove(sku)
                        .chain(() ->
                                trail.record(entry(actor, "bundle.remove", sku, reason, before.orElse(null), null))));
    }

    /** Read after the lock, and compared with what the caller has seen. */
    private Uni<Optional<Bundle>> before(SkuId sku, Optional<Long> version) {
        return bundles.of(List.of(sku))
                .map(found -> Optional.ofNullable(found.get(sku)))
                .invoke(now -> {
                    if (now.isEmpty() && version.isPresent()) {
                        throw Refused.notFound();
                    }
                    if (now.isPresent()
                            && version.filter(seen -> seen == now.get().version())
                                    .isEmpty()) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED,
                                "The bundle has another version now",
                                Map.of("version", now.get().version()));
                    }
                });
    }

    private static void refuseUnknown(List<SkuId> known, SkuId sku, List<SkuId> components) {
        if (!known.contains(sku)) {
            throw Refused.notFound();
        }
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < components.size(); i++) {
            var component = components.get(i);
            if (!known.contains(component)) {
                errors.add(at(i, "there is no such SKU"));
            } else if (component.equals(sku)) {
                errors.add(at(i, "is the bundle itself"));
            } else if (components.indexOf(component) < i) {
                errors.add(at(i, "is named by an earlier component"));
            }
        }
        refuse(errors);
    }

    private static void refuseNested(List<SkuId> nested, List<SkuId> components) {
        refuse(nested.stream()
                .map(each -> at(components.indexOf(each), "is a bundle itself"))
                .toList());
    }

    private static void refuseContained(boolean contained) {
        if (contained) {
            throw new Refused(CatalogProblem.BUNDLE_PARTS, "The SKU is in a bundle itself");
        }
    }

    private static FieldError at(int index, String message) {
        return new FieldError("components[" + index + "].skuId", message);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Refused.fields(CatalogProblem.BUNDLE_PARTS, errors);
        }
    }

    private static AuditEntry entry(
            Actor actor, String action, SkuId sku, String reason, @Nullable Bundle before, @Nullable Bundle after) {
        return new AuditEntry(actor, action, "sku", sku.value().toString(), reason, plain(before), plain(after));
    }

    private static @Nullable Object plain(@Nullable Bundle bundle) {
        return bundle == null
                ? null
                : bundle.components().stream().collect(toMap(Component::skuCode, Component::units));
    }
}
