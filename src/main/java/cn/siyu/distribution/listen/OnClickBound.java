package cn.siyu.distribution.listen;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.BindCustomer;
import cn.siyu.distribution.app.BindCustomer.Occasion;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ClickBound;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hears that a click has become a member's: a distributor's link may make him the distributor's customer. */
@Singleton
class OnClickBound implements Listener<ClickBound> {

    private final BindCustomer binder;

    @Inject
    OnClickBound(BindCustomer binder) {
        this.binder = binder;
    }

    @Override
    public String consumer() {
        return "distribution.click-bound";
    }

    @Override
    public Class<ClickBound> hears() {
        return ClickBound.class;
    }

    @Override
    public Uni<Void> on(Tx tx, ClickBound event) {
        return event.sharerKind().equals(Sharer.Kind.DISTRIBUTOR.name())
                ? binder.on(tx, occasion(event)).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** A click of long ago that becomes a member's only now binds from now on. */
    private static Occasion occasion(ClickBound event) {
        return new Occasion(
                new MemberId(event.memberId()),
                new DistributorId(event.sharerId()),
                event.occurredAt().isAfter(event.clickedAt()) ? Cause.SIGN_IN : Cause.CLICK,
                event.occurredAt(),
                Optional.of(event.token()),
                Optional.empty(),
                Optional.empty(),
                new Actor(Actor.Kind.MEMBER, event.memberId(), ""));
    }
}
