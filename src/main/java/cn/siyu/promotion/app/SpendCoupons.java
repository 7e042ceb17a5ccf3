package cn.siyu.promotion.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.CouponReturned;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Unusable;
import cn.siyu.promotion.app.GiveCoupons.Gift;
import cn.siyu.promotion.domain.BestChoice;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.domain.Reckoning;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.CouponStore;
import cn.siyu.promotion.store.TemplateStore;
import cn.siyu.promotion.store.UseStore;
import cn.siyu.promotion.store.UseStore.Use;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Coupons as trade sees them: looked at before the order, held and used and let go in its transactions (H3, H4, H6). */
@ApplicationScoped
class SpendCoupons implements Coupons {

    private final CouponStore coupons;
    private final UseStore uses;
    private final GiveCoupons give;
    private final TemplateStore templates;
    private final Outbox outbox;

    @Inject
    SpendCoupons(CouponStore coupons, UseStore uses, GiveCoupons give, TemplateStore templates, Outbox outbox) {
        this.coupons = coupons;
        this.uses = uses;
        this.give = give;
        this.templates = templates;
        this.outbox = outbox;
    }

    @Override
    public Uni<Advice> advise(Sql sql, Basket basket, Instant now) {
        return coupons.inHand(sql, basket.member(), now).map(mine -> advice(basket, mine, now));
    }

    private static Advice advice(Basket basket, List<Coupon> mine, Instant now) {
        var verdicts = mine.stream()
                .map(coupon -> Reckoning.judge(basket, coupon, now))
                .toList();
        return new Advice(verdicts, BestChoice.of(basket, mine, verdicts));
    }

    @Override
    public Uni<List<Taken>> reckon(Sql sql, Basket basket, List<CouponId> wanted, Instant now) {
        var ids = wanted.stream().distinct().toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : coupons.of(sql, basket.member(), ids).map(found -> reckoned(basket, ids, found, now));
    }

    private static List<Taken> reckoned(Basket basket, List<CouponId> ids, List<Coupon> found, Instant now) {
        var mine = found.stream().collect(Collectors.toMap(Coupon::id, Function.identity()));
        if (mine.size() < ids.size()) {
            throw Refused.notFound();
        }
        var chosen = ids.stream().map(id -> known(mine, id)).toList();
        var taken = Reckoning.of(basket, chosen);
        var errors = errors(basket, chosen, taken, now);
        if (!errors.isEmpty()) {
            throw Refused.fields(PromotionProblem.COUPON_NOT_USABLE, errors);
        }
        return taken;
    }

    private static Coupon known(Map<CouponId, Coupon> mine, CouponId id) {
        return Optional.ofNullable(mine.get(id)).orElseThrow(Refused::notFound);
    }

    private static List<FieldError> errors(Basket basket, List<Coupon> chosen, List<Taken> taken, Instant now) {
        var idle = taken.stream()
                .filter(each -> each.off().isZero())
                .map(Taken::coupon)
                .collect(Collectors.toSet());
        var groups = new HashSet<String>();
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < chosen.size(); i++) {
            var coupon = chosen.get(i);
            var alone = !groups.add(coupon.template().terms().stackGroup());
            var at = "couponIds[" + i + "]";
            Reckoning.judge(basket, coupon, now)
                    .why()
                    .or(() -> alone ? Optional.of(Unusable.STACK_GROUP_TAKEN) : Optional.empty())
                    .or(() -> idle.contains(coupon.id()) ? Optional.of(Unusable.NOTHING_TO_TAKE_OFF) : Optional.empty())
                    .ifPresent(why -> errors.add(new FieldError(at, why.name())));
        }
        return errors;
    }

    @Override
    public Uni<Void> hold(Tx tx, MemberId member, UUID order, Collection<CouponId> wanted, Instant now) {
        return uses.hold(tx, member, wanted, now)
                .invoke(had -> {
                    if (had < wanted.size()) {
                        throw new Refused(PromotionProblem.COUPON_TAKEN);
                    }
                })
                .chain(() -> uses.enter(tx, order, wanted, now))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> retake(Tx tx, UUID order, Instant now) {
        return uses.ofOrder(tx, order, Use.RETURNED)
                .chain(gone -> gone.isEmpty() ? Uni.createFrom().item(true) : retake(tx, order, gone, now));
    }

    /** Nothing is changed before all of them are known to be there. */
    private Uni<Boolean> retake(Tx tx, UUID order, List<CouponId> gone, Instant now) {
        return uses.lock(tx, gone)
                .chain(found -> found.stream()
                                .allMatch(coupon -> coupon.bar(now).isEmpty())
                        ? hold(tx, found.getFirst().member(), order, gone, now).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    @Override
    public Uni<Void> use(Tx tx, UUID order, Instant now) {
        return uses.use(tx, order, now).replaceWithVoid();
    }

    @Override
    public Uni<Void> letGo(Tx tx, UUID order, Instant now) {
        return uses.ofOrder(tx, order, Use.HELD).chain(held -> putBack(tx, order, held, now));
    }

    @Override
    public Uni<Void> giveBack(Tx tx, UUID order, Instant now) {
        return uses.ofOrder(tx, order, Use.HELD, Use.USED)
                .chain(had -> putBack(tx, order, had, now))
                .chain(() -> uses.revokePresents(tx, order, now))
                .replaceWithVoid();
    }

    /** The coupons are locked before their use is ended: whoever was faster has left nothing to end. */
    private Uni<Void> putBack(Tx tx, UUID order, List<CouponId> had, Instant now) {
        return had.isEmpty()
                ? Uni.createFrom().voidItem()
                : uses.lock(tx, had)
                        .chain(found -> uses.end(tx, order, now).map(ended -> back(found, Set.copyOf(ended), now)))
                        .call(back -> uses.putBack(tx, back, now))
                        .chain(back -> outbox.append(
                                tx,
                                back.stream()
                                        .map(each -> told(each, order, now))
                                        .toList()));
    }

    private static List<Coupon> back(List<Coupon> found, Set<CouponId> ended, Instant now) {
        return found.stream()
                .filter(coupon -> ended.contains(coupon.id()))
                .map(coupon -> coupon.back(now))
                .toList();
    }

    @Override
    public Uni<Boolean> gives(Sql sql, CouponTemplateId template, Instant now) {
        return templates
                .find(sql, template)
                .map(found -> found != null
                        && found.state() == Template.State.RUNNING
                        && now.isBefore(found.terms().claimUntil()));
    }

    @Override
    public Uni<Boolean> reward(Tx tx, MemberId leader, CouponTemplateId template, UUID order, Instant now) {
        return give.reward(tx, new Gift(template, leader, Way.LEADER, order), order, now);
    }

    @Override
    public Uni<Void> rewardPaid(Tx tx, MemberId buyer, UUID order, Money total, Instant now) {
        return give.present(tx, buyer, Way.PAID, order, total.fen(), now);
    }

    private static CouponReturned told(Coupon coupon, UUID order, Instant now) {
        return new CouponReturned(
                Ids.next(),
                now,
                coupon.id().value(),
                coupon.template().id().value(),
                coupon.member().value(),
                order,
                coupon.state() == Coupon.State.AVAILABLE,
                coupon.span().until());
    }
}
