package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of changes to activities. */
@ApplicationScoped
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
        var kept = new LinkedHashMap<String, Object>();
        kept.put("state", activity.state());
        kept.put("name", plan.name());
        kept.put("mode", plan.mode());
        kept.put("size", plan.size());
        kept.put("startsAt", plan.startsAt());
        kept.put("endsAt", plan.endsAt());
        kept.put("commission", plan.commission());
        kept.put("perPersonQty", plan.perPersonQty());
        kept.put("steps", plan.deal().steps());
        kept.put("leaderBenefit", plan.deal().benefit());
        kept.put("lossBudget", plan.deal().lossBudget().map(Money::fen).orElse(null));
        kept.put("groupTtlMinutes", plan.groupTtl().toMinutes());
        kept.put(
                "skus",
                plan.offers().stream()
                        .map(offer -> Map.of(
                                "skuId", offer.sku().value(),
                                "priceFen", offer.price().fen(),
                                "stepPricesFen", offer.steps(),
                                "quota", offer.quota()))
                        .toList());
        return kept;
    }
}
