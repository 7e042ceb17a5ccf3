package cn.siyu.koc.app;

import cn.siyu.catalog.Products;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.domain.Material.Sketch;
import cn.siyu.koc.domain.Material.State;
import cn.siyu.koc.store.MaterialStore;
import cn.siyu.koc.store.MaterialStore.Use;
import cn.siyu.koc.store.MaterialTokenStore;
import cn.siyu.sharing.PromotionText;
import cn.siyu.sharing.ShareLinks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with materials. The law looks at words and goods when they are written (L6); links end with their material (D12). */
@Singleton
public class KeepMaterials {

    private static final String OVER = "its material is over";

    private final MaterialStore materials;
    private final MaterialTokenStore tokens;
    private final Products products;
    private final PromotionText wording;
    private final ShareLinks links;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepMaterials(
            MaterialStore materials,
            MaterialTokenStore tokens,
            Products products,
            PromotionText wording,
            ShareLinks links,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.materials = materials;
        this.tokens = tokens;
        this.products = products;
        this.wording = wording;
        this.links = links;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A material with what came of it. */
    public record Detail(Material material, Use use) {}

    public Uni<NumberedPage<Material>> page(@Nullable State state, int page, int size) {
        return materials
                .page(transactions.reads(), state, page, size)
                .chain(items -> materials
                        .count(transactions.reads(), state)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Detail> see(UUID id) {
        return materials
                .find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(material -> materials.use(transactions.reads(), id).map(use -> new Detail(material, use)));
    }

    public Uni<Detail> add(Sketch sketch, Actor actor) {
        var now = clock.instant();
        var material = new Material(Ids.next(), sketch, State.ACTIVE, now, actor.name(), 0);
        return lawful(sketch, now)
                .chain(() -> transactions.in(tx -> materials
                        .insert(tx, material)
                        .chain(() -> note(tx, actor, "koc-material.add", material.id(), null, null, sketch))))
                .chain(() -> see(material.id()));
    }

    /** Links that would say or lead to something else now, or for longer than it is valid, are revoked. */
    public Uni<Detail> change(UUID id, long version, Sketch next, Actor actor) {
        var now = clock.instant();
        return lawful(next, now)
                .chain(() -> transactions.in(tx -> locked(tx, id)
                        .map(material -> material.atVersion(version))
                        .call(before -> materials.change(tx, before, next))
                        .call(before ->
                                before.keepsLinksOf(next) ? Uni.createFrom().voidItem() : revoke(tx, id, now))
                        .chain(before -> note(tx, actor, "koc-material.change", id, null, before.sketch(), next))))
                .chain(() -> see(id));
    }

    public Uni<Detail> withdraw(UUID id, String reason, Actor actor) {
        return transactions
                .in(tx -> locked(tx, id)
                        .map(material -> material.atVersion(material.version()))
                        .call(before -> materials.withdraw(tx, before))
                        .call(() -> revoke(tx, id, clock.instant()))
                        .chain(() -> note(tx, actor, "koc-material.withdraw", id, reason, null, null)))
                .chain(() -> see(id));
    }

    private Uni<Void> revoke(Tx tx, UUID id, Instant now) {
        return tokens.revoke(tx, id, now)
                .chain(living -> links.revoke(tx, living, OVER, now))
                .replaceWithVoid();
    }

    private Uni<Material> locked(Tx tx, UUID id) {
        return materials.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private Uni<Void> lawful(Sketch sketch, Instant now) {
        return Uni.createFrom()
                .item(sketch)
                .invoke(given -> wording.check(Map.of("title", given.title(), "words", given.words())))
                .invoke(given -> refuseBadTime(given, now))
                .chain(given -> given.spu()
                        .map(this::promotable)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static void refuseBadTime(Sketch sketch, Instant now) {
        if (!sketch.from().isBefore(sketch.until()) || !now.isBefore(sketch.until())) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST,
                    List.of(new FieldError("validUntil", "lies in the future and behind validFrom")));
        }
    }

    private Uni<Void> promotable(UUID spu) {
        return products.sheet(new SpuId(spu))
                .onFailure(Refused.class)
                .transform(_ -> new Refused(KocProblem.MATERIAL_TARGET_UNKNOWN))
                .invoke(sheet -> {
                    if (!sheet.regulatoryClass().promotable()) {
                        throw new Refused(KocProblem.MATERIAL_TARGET_UNKNOWN);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> note(
            Tx tx,
            Actor actor,
            String action,
            UUID id,
            @Nullable String reason,
            @Nullable Object before,
            @Nullable Object after) {
        return audit.append(tx, new AuditEntry(actor, action, "koc-material", id.toString(), reason, before, after));
    }
}
