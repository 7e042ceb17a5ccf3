package cn.siyu.promotion.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.CouponReceived;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.Coupons.PaidOrder;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.CouponStore;
import cn.siyu.promotion.store.CouponStore.New;
import cn.siyu.promotion.store.TemplateStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives one coupon of a template to one member, whichever way it goes: what remains is taken first, by the one guarded update (H2). */
@Singleton
class GiveCoupons {

    private final TemplateStore templates;
    private final CouponStore coupons;
    private final Outbox outbox;

    @Inject
    GiveCoupons(TemplateStore templates, CouponStore coupons, Outbox outbox) {
        this.templates = templates;
        this.coupons = coupons;
        this.outbox = outbox;
    }

    /** To whom, how, and what it is given for. */
    record Gift(
            CouponTemplateId template,
            MemberId member,
            Way way,
            @Nullable UUID source) {}

    /** Null when nothing remains or the template does not give; refused when the member has had as many as one person gets. */
    Uni<Coupon> give(Tx tx, Gift gift, Instant now) {
        return templates
                .take(tx, gift.template(), gift.way(), now, ShopCalendar.dayOf(now))
                .chain(template -> template == null ? Uni.createFrom().nullItem() : write(tx, gift, template, now));
    }

    private Uni<Coupon> write(Tx tx, Gift gift, Template template, Instant now) {
        var id = CouponId.next();
        return coupons.insert(tx, new New(id, gift.member(), gift.way(), gift.source()), template, now)
                .invoke(GiveCoupons::written)
                .replaceWith(new Coupon(
                        id,
                        gift.member(),
                        Coupon.State.AVAILABLE,
                        template.terms().validity().of(now),
                        false,
                        template))
                .call(coupon -> outbox.append(tx, told(coupon, gift.way(), now)));
    }

    private static void written(int rows) {
        if (rows == 0) {
            throw new Refused(PromotionProblem.COUPON_LIMIT_REACHED);
        }
    }

    /**
     * Gives one of each template that gives that way now. Who has had his coupons, or one from this very source, is passed over:
     * a present is never a refusal. Templates are held sorted by id.
     */
    Uni<Void> present(Tx tx, MemberId member, Way way, UUID source, long worthFen, Instant now) {
        return templates
                .running(tx, way, now, worthFen)
                .chain(running -> inTurn(
                        running, each -> present(tx, each, new Gift(each.id(), member, way, source), source, now)));
    }

    /** To all of these buyers; most often nothing is given, and that costs one question. Templates are held sorted by id, for all. */
    Uni<Void> presentPaid(Tx tx, Collection<PaidOrder> orders, Instant now) {
        var most = Collections.max(orders.stream().map(PaidOrder::total).toList());
        return templates
                .running(tx, Way.PAID, now, most.fen())
                .chain(running -> running.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : inTurn(running, each -> templates.lock(tx, each.id()).replaceWithVoid())
                                .chain(() -> inTurn(
                                        orders,
                                        paid -> present(
                                                tx,
                                                paid.buyer(),
                                                Way.PAID,
                                                paid.order(),
                                                paid.total().fen(),
                                                now))));
    }

    private static <T> Uni<Void> inTurn(Collection<T> all, Function<? super T, Uni<? extends Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One of a named template; false when it gives none to him. */
    Uni<Boolean> reward(Tx tx, Gift gift, UUID source, Instant now) {
        return templates
                .lock(tx, gift.template())
                .chain(held -> held == null
                        ? Uni.createFrom().item(false)
                        : coupons.openFor(tx, held, gift.member(), gift.way(), source)
                                .chain(open -> open
                                        ? give(tx, gift, now).map(coupon -> coupon != null)
                                        : Uni.createFrom().item(false)));
    }

    private Uni<Void> present(Tx tx, Template template, Gift gift, UUID source, Instant now) {
        return templates
                .lock(tx, template.id())
                .chain(held -> coupons.openFor(tx, held, gift.member(), gift.way(), source))
                .chain(open -> open
                        ? give(tx, gift, now).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    static CouponReceived told(Coupon coupon, Way way, Instant now) {
        return new CouponReceived(
                Ids.next(),
                now,
                coupon.id().value(),
                coupon.template().id().value(),
                coupon.member().value(),
                coupon.template().terms().name(),
                way.name(),
                coupon.span().from(),
                coupon.span().until());
    }
}
