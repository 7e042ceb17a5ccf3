package cn.siyu.promotion.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberRegistered;
import cn.siyu.promotion.app.WelcomeMember;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that somebody has signed in for the first time. */
@Singleton
class OnMemberRegistered implements Listener<MemberRegistered> {

    private final WelcomeMember welcome;

    @Inject
    OnMemberRegistered(WelcomeMember welcome) {
        this.welcome = welcome;
    }

    @Override
    public String consumer() {
        return "promotion.member-registered";
    }

    @Override
    public Class<MemberRegistered> hears() {
        return MemberRegistered.class;
    }

    @Override
    public Uni<Void> on(Tx tx, MemberRegistered event) {
        return welcome.welcome(tx, event);
    }
}
