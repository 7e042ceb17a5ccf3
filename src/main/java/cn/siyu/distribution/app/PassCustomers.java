package cn.siyu.distribution.app;

import cn.siyu.distribution.CustomerBound;
import cn.siyu.distribution.CustomerSuccessions;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.store.ClaimStore;
import cn.siyu.distribution.store.SuccessionStore;
import cn.siyu.distribution.store.SuccessionStore.Passed;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Customers of a distributor who has handed over are the successor's from that instant on; orders before it stay whose they are. */
@Singleton
class PassCustomers implements CustomerSuccessions {

    private final SuccessionStore successions;
    private final ClaimStore claims;
    private final Outbox outbox;

    @Inject
    PassCustomers(SuccessionStore successions, ClaimStore claims, Outbox outbox) {
        this.successions = successions;
        this.claims = claims;
        this.outbox = outbox;
    }

    @Override
    public Uni<Long> count(Sql sql, DistributorId from, DistributorId to, Instant at) {
        return successions.count(sql, from, to, at);
    }

    @Override
    public Uni<List<UUID>> pass(
            Tx tx, DistributorId from, DistributorId to, Instant at, Actor actor, String reason, int most) {
        return claims.byId(tx, to, at)
                .invoke(claim -> {
                    if (claim.isEmpty()) {
                        throw new Refused(DistributionProblem.DISTRIBUTOR_NOT_ACTIVE);
                    }
                })
                .chain(() -> successions.pass(tx, from, to, at, actor, reason, most))
                .call(passed -> outbox.append(
                        tx,
                        passed.stream().map(each -> bound(each, from, to, at)).toList()))
                .map(passed -> passed.stream().map(Passed::member).toList());
    }

    private static CustomerBound bound(Passed passed, DistributorId from, DistributorId to, Instant at) {
        return new CustomerBound(
                Ids.next(),
                at,
                passed.id(),
                passed.member(),
                to.value(),
                from.value(),
                Cause.HANDOVER.name(),
                passed.until().orElse(null));
    }
}
