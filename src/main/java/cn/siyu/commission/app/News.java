package cn.siyu.commission.app;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.store.CommissionStore.Done;
import cn.siyu.commission.store.FactStore.Forfeit;
import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What takes something back of the commissions of some orders: their refunds, and what their groups' leaders have forfeited (B16).
 *
 * @param refunds in the order of time
 * @param forfeits by order
 */
record News(List<Refund> refunds, Map<UUID, Forfeit> forfeits) {

    /** Whether it explains what was written: a refund that was heard after the forfeit had nothing left to take. */
    boolean explain(Commission commission, List<Reversal> written) {
        var all = fresh(commission.with(commission.original(), commission.state()), Set.of());
        return commission.role() == PayeeRole.LEADER && forfeits.containsKey(commission.order())
                ? sum(all).equals(sum(written))
                : Set.copyOf(all).equals(Set.copyOf(written)) && all.size() == written.size();
    }

    /** The commission as it would be if all of it were written. */
    Commission after(Commission whole) {
        return whole.with(whole.kept().minus(sum(fresh(whole, Set.of()))), whole.state());
    }

    private static Money sum(List<Reversal> reversals) {
        return Money.sum(reversals.stream().map(Reversal::amount).toList());
    }

    /** What of it is not written yet. */
    List<Reversal> fresh(Commission commission, Set<Done> known) {
        var lost = Optional.ofNullable(forfeits.get(commission.order()))
                .filter(_ -> commission.role() == PayeeRole.LEADER);
        if (lost.filter(each -> known.contains(new Done(commission.id(), each.refundNo())))
                .isPresent()) {
            return List.of();
        }
        var fresh = commission.reversals(refunds).stream()
                .filter(reversal -> !known.contains(new Done(commission.id(), reversal.refundNo())))
                .toList();
        return lost.map(each -> withRest(commission, fresh, each)).orElse(fresh);
    }

    private static List<Reversal> withRest(Commission commission, List<Reversal> fresh, Forfeit forfeit) {
        var rest = commission.kept().minus(sum(fresh));
        return rest.isPositive()
                ? Stream.concat(fresh.stream(), Stream.of(new Reversal(forfeit.refundNo(), rest, forfeit.at())))
                        .toList()
                : fresh;
    }
}
