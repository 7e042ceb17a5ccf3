package cn.siyu.koc.app;

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
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.KocTask;
import cn.siyu.koc.domain.KocTask.Wish;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.MaterialStore;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.koc.store.TaskPages;
import cn.siyu.koc.store.TaskPages.Card;
import cn.siyu.koc.store.TaskPages.Counted;
import cn.siyu.koc.store.TaskStore;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.PromotionText;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks KOCs to do something: a seller those of his community, staff those of any. */
@Singleton
public class GiveTasks {

    private final TaskStore tasks;
    private final TaskPages pages;
    private final MaterialStore materials;
    private final CommunityStore communities;
    private final SellerStore sellers;
    private final PromotionText wording;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    GiveTasks(
            TaskStore tasks,
            TaskPages pages,
            MaterialStore materials,
            CommunityStore communities,
            SellerStore sellers,
            PromotionText wording,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.tasks = tasks;
        this.pages = pages;
        this.materials = materials;
        this.communities = communities;
        this.sellers = sellers;
        this.wording = wording;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param among communities; none: all of them */
    public Uni<Counted> byStaff(Wish wish, List<CommunityId> among, Actor actor) {
        return transactions
                .in(tx -> give(tx, wish, among, Optional.empty(), actor.name()).call(task -> note(tx, actor, task)))
                .chain(this::see);
    }

    /** Another seller's community is not there. */
    public Uni<Counted> bySeller(MemberId caller, Wish wish, CommunityId community) {
        return transactions
                .in(tx -> sellers.ofMember(tx, caller)
                        .map(found -> found.orElseThrow(() -> new Refused(KocProblem.KOC_PARTNER_ONLY)))
                        .call(seller -> communities.find(tx, community).invoke(found -> refuseOther(found, seller)))
                        .chain(seller -> give(tx, wish, List.of(community), Optional.of(seller.id()), seller.name())))
                .chain(this::see);
    }

    private static void refuseOther(@Nullable Community community, Seller seller) {
        if (community == null || !community.owner().equals(seller.id())) {
            throw Refused.notFound();
        }
    }

    private Uni<UUID> give(Tx tx, Wish wish, List<CommunityId> among, Optional<UUID> seller, String by) {
        var now = clock.instant();
        wording.check(Map.of("title", wish.title(), "words", wish.words()));
        if (!wish.dueAt().isAfter(now)) {
            throw Refused.fields(CommonProblem.INVALID_REQUEST, List.of(new FieldError("dueAt", "lies in the future")));
        }
        var task = new KocTask(Ids.next(), wish, seller, by, now, Optional.empty(), Optional.empty());
        return material(tx, wish, now)
                .chain(() -> tasks.insert(tx, task))
                .chain(() -> tasks.handOut(tx, task, among))
                .invoke(GiveTasks::refuseNobody)
                .replaceWith(task.id());
    }

    private Uni<Void> material(Tx tx, Wish wish, Instant now) {
        return wish.material()
                .map(id -> materials
                        .find(tx, id)
                        .invoke(found -> refuseUnoffered(Optional.ofNullable(found), wish, now))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static void refuseUnoffered(Optional<Material> found, Wish wish, Instant now) {
        if (found.filter(material -> material.isOffered(now))
                .filter(material -> !material.sketch().until().isBefore(wish.dueAt()))
                .isEmpty()) {
            throw new Refused(KocProblem.TASK_MATERIAL_UNKNOWN);
        }
    }

    private static void refuseNobody(int parts) {
        if (parts == 0) {
            throw new Refused(KocProblem.TASK_FOR_NOBODY);
        }
    }

    /** Parts that are done stay done. */
    public Uni<Counted> cancel(UUID id, String reason, Actor actor) {
        return transactions
                .in(tx -> tasks.find(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(() -> tasks.cancel(tx, id, reason, clock.instant()))
                        .invoke(GiveTasks::refuseCancelled)
                        .chain(() -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor, "koc-task.cancel", "koc-task", id.toString(), reason, null, null))))
                .chain(() -> see(id));
    }

    private static void refuseCancelled(int rows) {
        if (rows == 0) {
            throw Refused.with(CommonProblem.STATE_CHANGED, "The task is cancelled", Map.of("state", "CANCELLED"));
        }
    }

    public Uni<Counted> see(UUID id) {
        return pages.one(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Counted>> page(int page, int size) {
        return pages.page(transactions.reads(), page, size)
                .chain(items ->
                        pages.count(transactions.reads()).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<NumberedPage<Card>> parts(UUID id, int page, int size) {
        return see(id).chain(task -> pages.ofTask(transactions.reads(), id, page, size)
                .map(items -> new NumberedPage<>(items, page, size, task.parts())));
    }

    private Uni<Void> note(Tx tx, Actor actor, UUID task) {
        return audit.append(tx, new AuditEntry(actor, "koc-task.add", "koc-task", task.toString(), null, null, null));
    }
}
