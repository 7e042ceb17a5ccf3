package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of changes to activities. */
@Singleton
class ActivityTrail {

    private final AuditLog audit;

    @Inject
    ActivityTrail(AuditLog audit) {
        this.audit = audit;
    }

    Uni<Void> append(Tx tx, Actor actor, String action, Activity after, @Nullable Activity before, String reason) {
        var target = after.id().value().toString();
        return audit.append(
                tx, new AuditEntry(actor, action, "group-buy", target, reason, plain(before), plain(after)));
    }

    private static @Nullable Object plain(@Nullable Activity activity) {
        if (activity == null) {
            return null;
        }
        var plan = activity.plan();
        var deal = plan.deal();
        var kept = new LinkedHashMap<String, Object>();
        kept.put("state", activity.state());
        kept.put("name", plan.name());
        kept.put("spuId", plan.spu().value());
        kept.put("mode", plan.mode());
        kept.put("size", plan.size());
        kept.put("stepSizes", deal.steps());
        kept.put("startsAt", plan.startsAt());
        kept.put("endsAt", plan.endsAt());
        kept.put("groupTtlMinutes", plan.groupTtl().toMinutes());
        kept.put("payTimeoutMinutes", plan.payTimeout().toMinutes());
        kept.put("closingGraceMinutes", plan.closingGrace().toMinutes());
        kept.put("lockBeforeExpiryMinutes", plan.leaveLock().toMinutes());
        kept.put("perOrderQty", plan.perOrderQty());
        kept.put("perPersonQty", plan.perPersonQty());
        kept.put("maxOpenGroupsPerPerson", plan.maxOpenGroups());
        kept.put("segmentId", plan.segment().map(Id::value).orElse(null));
        kept.put("communityId", plan.community().map(Id::value).orElse(null));
        kept.put("commission", plan.commission());
        kept.put("commissionBp", plan.commissionRate().map(Rate::basisPoints).orElse(null));
        kept.put("leaderBenefit", deal.benefit());
        kept.put("benefitFirst", deal.benefitFirst());
        kept.put("singleBuy", deal.singleBuy());
        kept.put("coupons", deal.coupons());
        kept.put("lossBudgetFen", deal.lossBudget().map(Money::fen).orElse(null));
        kept.put("skus", plan.offers().stream().map(ActivityTrail::plain).toList());
        return kept;
    }

    private static Map<String, Object> plain(Offer offer) {
        return Map.of(
                "skuId",
                offer.sku().value(),
                "priceFen",
                offer.price().fen(),
                "stepPricesFen",
                offer.steps().stream().map(Money::fen).toList(),
                "quota",
                offer.quota());
    }
}
