package cn.siyu.promotion.app;

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
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.GiftCircle;
import cn.siyu.promotion.app.KeepTemplates.Change;
import cn.siyu.promotion.domain.Drop;
import cn.siyu.promotion.domain.Drop.Backing;
import cn.siyu.promotion.domain.Drop.Plan;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.DropStore;
import cn.siyu.promotion.store.DropStore.Progress;
import cn.siyu.promotion.store.QuotaStore;
import cn.siyu.promotion.store.QuotaStore.Quota;
import cn.siyu.promotion.store.TemplateStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Drops coupons into communities: staff into any, a KOC or seller into his own out of his quota (H5). */
@Singleton
public class DropCoupons {

    private final DropStore drops;
    private final TemplateStore templates;
    private final QuotaStore quotas;
    private final Instance<GiftCircle> circle;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DropCoupons(
            DropStore drops,
            TemplateStore templates,
            QuotaStore quotas,
            Instance<GiftCircle> circle,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.drops = drops;
        this.templates = templates;
        this.quotas = quotas;
        this.circle = circle;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Into which community, how many, and why. */
    public record Wish(UUID community, Plan plan, String reason) {}

    /** Refused with the fields that cannot be. */
    public Uni<Progress> byStaff(Tx tx, CouponTemplateId template, Wish wish, Actor actor) {
        return template(tx, template)
                .chain(found -> circle.get()
                        .lives(tx, wish.community())
                        .invoke(lives -> check(found, wish.plan(), found.left(), lives))
                        .chain(() -> write(tx, found, Optional.empty(), wish, actor)))
                .call(made -> audit.append(tx, entry(actor, "coupon-drop.make", made, wish.reason())));
    }

    /** Out of the caller's quota, into a community that he owns or serves; other quotas he knows nothing of. */
    public Uni<Progress> byPartner(Tx tx, UUID quota, Wish wish, Actor actor) {
        var giver = new MemberId(actor.id());
        return quotas.templateOf(tx, quota, giver)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(template -> circle.get()
                        .leads(tx, giver, wish.community(), clock.instant())
                        .invoke(DropCoupons::requireLed)
                        .chain(() -> template(tx, template))
                        .chain(found -> quotas.find(tx, template, giver)
                                .chain(backed -> byPartner(tx, found, backed, wish, actor))));
    }

    private Uni<Progress> byPartner(Tx tx, Template template, Quota quota, Wish wish, Actor actor) {
        var left = quota.units() - quota.given();
        check(template, wish.plan(), Math.min(left, template.left()), true);
        return write(tx, template, Optional.of(new Backing(quota.member(), quota.id(), left)), wish, actor);
    }

    private Uni<Template> template(Tx tx, CouponTemplateId id) {
        return templates.known(tx, id).invoke(AskGrants::requireRunning);
    }

    private static void requireLed(boolean led) {
        if (!led) {
            throw new Refused(PromotionProblem.COUPON_OUTSIDE_CIRCLE);
        }
    }

    private void check(Template template, Plan plan, int most, boolean lives) {
        var nowhere = lives
                ? Stream.<FieldError>empty()
                : Stream.of(new FieldError("communityId", "names no community that is there"));
        var faults = Stream.concat(nowhere, plan.faults(template, most, clock.instant()).stream())
                .toList();
        if (!faults.isEmpty()) {
            throw Refused.fields(PromotionProblem.COUPON_DROP_REFUSED, faults);
        }
    }

    private Uni<Progress> write(Tx tx, Template template, Optional<Backing> backing, Wish wish, Actor actor) {
        var drop = new Drop(
                Ids.next(), template, wish.community(), backing, wish.plan(), 0, Optional.empty(), 0, clock.instant());
        var made = new Progress(drop, 0, wish.reason(), actor.name());
        return drops.insert(tx, made).replaceWith(made);
    }

    public Uni<Progress> find(UUID id) {
        return drops.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Progress>> page(CouponTemplateId template, int page, int size) {
        var reads = transactions.reads();
        return templates
                .known(reads, template)
                .chain(() -> drops.page(reads, template, page, size))
                .chain(items ->
                        drops.count(reads, template).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** The caller's own; refused when he never had a quota. */
    public Uni<List<Progress>> own(MemberId caller, Optional<Cursor> after, int limit) {
        var reads = transactions.reads();
        return quotas.has(reads, caller)
                .invoke(has -> {
                    if (!has) {
                        throw new Refused(PromotionProblem.COUPON_QUOTA_ONLY);
                    }
                })
                .chain(() -> drops.of(reads, caller, after, limit));
    }

    /** Nobody claims any more; what was claimed stays where it is. */
    public Uni<Progress> end(UUID id, Change change) {
        return transactions.in(tx -> drops.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> end(tx, id, change.version()))
                .call(ended -> audit.append(tx, entry(change.actor(), "coupon-drop.end", ended, change.reason()))));
    }

    /** The same for whoever dropped them; others know nothing of it. */
    public Uni<Progress> endOwn(UUID id, MemberId giver, long version) {
        return transactions.in(tx -> drops.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(found -> {
                    if (found.drop()
                            .backing()
                            .map(Backing::giver)
                            .filter(giver::equals)
                            .isEmpty()) {
                        throw Refused.notFound();
                    }
                })
                .chain(() -> end(tx, id, version)));
    }

    private Uni<Progress> end(Tx tx, UUID id, long version) {
        return drops.end(tx, id, version, clock.instant())
                .invoke(rows -> {
                    if (rows == 0) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED, "The drop was ended or changed meanwhile", Map.of());
                    }
                })
                .chain(() -> drops.find(tx, id));
    }

    private static AuditEntry entry(Actor actor, String action, Progress made, String reason) {
        var drop = made.drop();
        return new AuditEntry(
                actor,
                action,
                "coupon-template",
                drop.template().id().value().toString(),
                reason,
                null,
                Map.of(
                        "dropId",
                        drop.id(),
                        "communityId",
                        drop.community(),
                        "units",
                        drop.plan().units(),
                        "taken",
                        drop.taken()));
    }
}
