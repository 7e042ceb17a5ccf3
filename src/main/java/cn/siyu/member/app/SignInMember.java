package cn.siyu.member.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.identity.SignedIn;
import cn.siyu.identity.Subject;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.rate.RateLimit;
import cn.siyu.kernel.rate.RateLimiter;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.domain.Member;
import cn.siyu.member.store.MemberStore;
import cn.siyu.wechat.MiniProgram;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;

/** Lets a member in by a {@code wx.login} code: only WeChat says whose it is. */
@Singleton
public class SignInMember {

    private final MiniProgram weChat;
    private final MemberStore members;
    private final Sessions sessions;
    private final ShopClock clock;
    private final RateLimiter rates;
    private final RateLimit perAddress;

    @Inject
    SignInMember(
            MiniProgram weChat,
            MemberStore members,
            Sessions sessions,
            ShopClock clock,
            RateLimiter rates,
            MemberSettings settings) {
        this.rates = rates;
        this.perAddress = new RateLimit("member-sign-in.address", settings.signInsPerMinute(), Duration.ofMinutes(1));
        this.weChat = weChat;
        this.members = members;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** @param address where the request comes from */
    public Uni<SignedIn> signIn(String code, String address) {
        return rates.take(perAddress, address)
                .chain(() -> WeChatAnswers.told(weChat.login(code)))
                .chain(login ->
                        Panache.withTransaction(() -> members.admit(login.openid(), login.unionid(), clock.instant())))
                .chain(member -> open(member.admitted()));
    }

    /** Looked at again after the session is there: a disabling in between has then either been seen or ends it. */
    private Uni<SignedIn> open(Member member) {
        var id = member.id();
        return sessions.open(new Subject(Audience.MEMBER, id.value(), id.value().toString(), Set.of(Role.MEMBER)))
                .call(() -> Panache.withSession(() -> members.find(id))
                        .map(now -> now.map(Member::admitted))
                        .onFailure(Refused.class)
                        .call(() -> sessions.endAllOf(Audience.MEMBER, id.value())));
    }
}
