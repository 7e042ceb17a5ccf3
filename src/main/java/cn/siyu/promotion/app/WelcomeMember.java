package cn.siyu.promotion.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.member.MemberRegistered;
import cn.siyu.promotion.domain.Giving.Way;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Gives a new member the coupons that are there for new members, once (H5). */
@Singleton
public class WelcomeMember {

    private final GiveCoupons give;
    private final ShopClock clock;

    @Inject
    WelcomeMember(GiveCoupons give, ShopClock clock) {
        this.give = give;
        this.clock = clock;
    }

    public Uni<Void> welcome(Tx tx, MemberRegistered event) {
        return give.present(tx, new MemberId(event.memberId()), Way.REGISTER, event.memberId(), 0, clock.instant());
    }
}
