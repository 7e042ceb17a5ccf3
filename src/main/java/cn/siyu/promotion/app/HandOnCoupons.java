package cn.siyu.promotion.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.GiftCircle;
import cn.siyu.promotion.app.GiveCoupons.Gift;
import cn.siyu.promotion.domain.ClaimBar;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.store.QuotaStore;
import cn.siyu.promotion.store.QuotaStore.Quota;
import cn.siyu.promotion.store.TemplateStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Quotas: staff let a KOC or seller hand on coupons of a template, and he gives them to members of his communities (H5). */
@Singleton
public class HandOnCoupons {

    private final QuotaStore quotas;
    private final TemplateStore templates;
    private final GiveCoupons give;
    private final MemberCards members;
    private final Instance<GiftCircle> circle;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    HandOnCoupons(
            QuotaStore quotas,
            TemplateStore templates,
            GiveCoupons give,
            MemberCards members,
            Instance<GiftCircle> circle,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.quotas = quotas;
        this.templates = templates;
        this.give = give;
        this.members = members;
        this.circle = circle;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who may hand on how many, and why. */
    public record Allowance(MemberId member, int units, String reason) {}

    /** Sets what a member may hand on altogether; refused when he has handed on more. */
    public Uni<Quota> allow(CouponTemplateId template, Allowance allowance, Actor actor) {
        return transactions.in(tx -> templates
                .known(tx, template)
                .chain(() -> requireMember(tx, allowance.member()))
                .chain(() -> quotas.find(tx, template, allowance.member()))
                .chain(before ->
                        set(tx, template, allowance).call(after -> audit.append(tx, entry(actor, before, after)))));
    }

    private Uni<Quota> set(Tx tx, CouponTemplateId template, Allowance allowance) {
        return quotas.set(
                        tx,
                        Ids.next(),
                        template,
                        allowance.member(),
                        allowance.units(),
                        allowance.reason(),
                        clock.instant())
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(PromotionProblem.COUPON_QUOTA_TOO_SMALL);
                    }
                })
                .chain(() -> quotas.find(tx, template, allowance.member()));
    }

    public Uni<NumberedPage<Quota>> page(CouponTemplateId template, int page, int size) {
        var reads = transactions.reads();
        return templates
                .known(reads, template)
                .chain(() -> quotas.page(reads, template, page, size))
                .chain(items ->
                        quotas.count(reads, template).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** The caller's own; refused when he never had one. */
    public Uni<List<Quota>> own(MemberId caller, Optional<Cursor> after, int limit) {
        var reads = transactions.reads();
        return quotas.has(reads, caller)
                .invoke(has -> {
                    if (!has) {
                        throw new Refused(PromotionProblem.COUPON_QUOTA_ONLY);
                    }
                })
                .chain(() -> quotas.of(reads, caller, after, limit));
    }

    /** Gives one of the quota to a member of a community that the caller owns or serves. */
    public Uni<Coupon> handOn(Tx tx, MemberId caller, UUID quota, MemberId receiver) {
        var now = clock.instant();
        return quotas.templateOf(tx, quota, caller)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> requireNeighbour(tx, caller, receiver, now))
                .chain(() -> quotas.take(tx, quota, caller))
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(PromotionProblem.COUPON_QUOTA_USED_UP))
                .chain(template -> give.give(tx, new Gift(template, receiver, Way.QUOTA, quota), now))
                .onItem()
                .ifNull()
                .failWith(ClaimBar.GONE::refused);
    }

    private Uni<Void> requireNeighbour(Tx tx, MemberId caller, MemberId receiver, Instant now) {
        return circle.get()
                .holds(tx, caller, receiver, now)
                .invoke(holds -> {
                    if (!holds) {
                        throw new Refused(PromotionProblem.COUPON_OUTSIDE_CIRCLE);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireMember(Tx tx, MemberId member) {
        return members.of(tx, List.of(member))
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw Refused.fields(
                                PromotionProblem.COUPON_RECEIVER_UNKNOWN,
                                List.of(new FieldError("memberId", "names nobody that is there")));
                    }
                })
                .replaceWithVoid();
    }

    private static AuditEntry entry(Actor actor, @Nullable Quota before, Quota after) {
        return new AuditEntry(
                actor,
                "coupon-quota.set",
                "coupon-template",
                after.template().value().toString(),
                after.reason(),
                before == null ? null : facts(before),
                facts(after));
    }

    private static Map<String, Object> facts(Quota quota) {
        return Map.of("memberId", quota.member().value(), "units", quota.units(), "given", quota.given());
    }
}
