package cn.siyu.promotion.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
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
import cn.siyu.promotion.domain.Spending;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.CouponStore;
import cn.siyu.promotion.store.TemplateStore;
import cn.siyu.promotion.store.UseStore;
import cn.siyu.promotion.store.UseStore.Use;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Coupons as trade sees them: looked at before the order, held and used and let go in its transactions (H3, H4, H6). */
@Singleton
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

    /** Refused as COUPON_TAKEN when one is not there any more. */
    private Uni<Void> hold(Tx tx, MemberId member, UUID order, Collection<CouponId> wanted, Instant now) {
        return purse(tx, wanted, now).chain(purse -> {
            purse.bar(member, wanted).ifPresent(reason -> {
                throw reason;
            });
            purse.give(order, wanted);
            return purse.write();
        });
    }

    @Override
    public Uni<Purse> purse(Tx tx, Collection<CouponId> wanted, Instant now) {
        Uni<List<Coupon>> locked = wanted.isEmpty() ? Uni.createFrom().item(List.of()) : uses.lock(tx, wanted);
        return locked.map(found -> new OpenPurse(tx, new Spending(found, now), now));
    }

    private final class OpenPurse implements Purse {
        private final Tx tx;
        private final Spending spending;
        private final Instant now;

        private OpenPurse(Tx tx, Spending spending, Instant now) {
            this.tx = tx;
            this.spending = spending;
            this.now = now;
        }

        @Override
        public Optional<Refused> bar(MemberId member, Collection<CouponId> wanted) {
            return spending.has(member, wanted)
                    ? Optional.empty()
                    : Optional.of(new Refused(PromotionProblem.COUPON_TAKEN));
        }

        @Override
        public void give(UUID order, Collection<CouponId> wanted) {
            spending.give(order, wanted);
        }

        @Override
        public Uni<Void> write() {
            var spent = spending.spent();
            return spent.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : tx.together(
                            uses.hold(tx, spent.keySet(), now).invoke(held -> {
                                if (held != spent.size()) {
                                    throw new IllegalStateException("coupons changed under their locks: " + spent);
                                }
                            }),
                            uses.enter(tx, spent, now));
        }
    }

    @Override
    public Uni<Boolean> retake(Tx tx, UUID order, Instant now) {
        return uses.ofOrders(tx, List.of(order), Use.RETURNED)
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
    public Uni<Void> letGo(Tx tx, Collection<UUID> orders, Instant now) {
        return uses.ofOrders(tx, orders, Use.HELD).chain(held -> putBack(tx, orders, held, now));
    }

    @Override
    public Uni<Void> giveBack(Tx tx, UUID order, Instant now) {
        return uses.ofOrders(tx, List.of(order), Use.HELD, Use.USED)
                .chain(had -> putBack(tx, List.of(order), had, now))
                .chain(() -> uses.revokePresents(tx, order, now))
                .replaceWithVoid();
    }

    /** A coupon that came out of an order. */
    private record Back(Coupon coupon, UUID order) {}

    /** The coupons are locked before their use is ended: whoever was faster has left nothing to end. */
    private Uni<Void> putBack(Tx tx, Collection<UUID> orders, List<CouponId> had, Instant now) {
        return had.isEmpty()
                ? Uni.createFrom().voidItem()
                : uses.lock(tx, had)
                        .chain(found -> uses.end(tx, orders, now).map(ended -> back(found, ended, now)))
                        .call(back ->
                                uses.putBack(tx, back.stream().map(Back::coupon).toList(), now))
                        .chain(back -> outbox.append(
                                tx, back.stream().map(each -> told(each, now)).toList()));
    }

    private static List<Back> back(List<Coupon> found, Map<CouponId, UUID> ended, Instant now) {
        return found.stream()
                .flatMap(coupon ->
                        Optional.ofNullable(ended.get(coupon.id()))
                                .map(order -> new Back(coupon.back(now), order))
                                .stream())
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
    public Uni<Boolean> served(Tx tx, MemberId koc, CouponTemplateId template, UUID order, Instant now) {
        return give.reward(tx, new Gift(template, koc, Way.SERVED, order), order, now);
    }

    @Override
    public Uni<Void> rewardPaid(Tx tx, Collection<PaidOrder> orders, Instant now) {
        return give.presentPaid(tx, orders, now);
    }

    private static CouponReturned told(Back back, Instant now) {
        var coupon = back.coupon();
        return new CouponReturned(
                Ids.next(),
                now,
                coupon.id().value(),
                coupon.template().id().value(),
                coupon.member().value(),
                back.order(),
                coupon.state() == Coupon.State.AVAILABLE,
                coupon.span().until());
    }
}
