package cn.siyu.member.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.rate.RateLimit;
import cn.siyu.kernel.rate.RateLimiter;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Address;
import cn.siyu.member.domain.Consent;
import cn.siyu.member.domain.Member;
import cn.siyu.member.domain.MemberProblem;
import cn.siyu.member.store.AddressStore;
import cn.siyu.member.store.ConsentStore;
import cn.siyu.member.store.MemberStore;
import cn.siyu.wechat.MiniProgram;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What members see, tell and take back of themselves (law L12). */
@Singleton
public class OwnProfile {

    private static final int MOST_EXPORTED = 10_000;

    private final MemberStore members;
    private final ConsentStore consents;
    private final AddressStore addresses;
    private final MiniProgram weChat;
    private final Sessions sessions;
    private final ShopClock clock;
    private final RateLimiter rates;
    private final RateLimit phoneCodes;

    @Inject
    OwnProfile(
            MemberStore members,
            ConsentStore consents,
            AddressStore addresses,
            MiniProgram weChat,
            Sessions sessions,
            ShopClock clock,
            RateLimiter rates,
            MemberSettings settings) {
        this.members = members;
        this.consents = consents;
        this.addresses = addresses;
        this.weChat = weChat;
        this.sessions = sessions;
        this.clock = clock;
        this.rates = rates;
        this.phoneCodes = new RateLimit("phone-code.member", settings.phoneCodesPerHour(), Duration.ofHours(1));
    }

    /** All that this context knows of a member. */
    public record Everything(Member member, List<Address> addresses, List<Consent> consents) {}

    public Uni<Member> see(MemberId id) {
        return Panache.withSession(() -> present(id));
    }

    public Uni<Member> describe(MemberId id, @Nullable String nickname, @Nullable String avatarUrl) {
        return Panache.withTransaction(
                () -> locked(id).chain(() -> members.describe(id, nickname, avatarUrl, clock.instant())));
    }

    /** WeChat is asked outside of any transaction; the consent is looked at before, and again when the number is kept. */
    public Uni<Member> tellPhone(MemberId id, String code) {
        return rates.take(phoneCodes, id.value().toString())
                .chain(() -> Panache.withSession(() -> present(id).call(() -> refuseWithoutConsent(id))))
                .chain(member -> WeChatAnswers.told(weChat.phoneNumber(code, member.openid())))
                .chain(phone -> Panache.withTransaction(() -> locked(id)
                        .call(() -> refuseWithoutConsent(id))
                        .chain(() -> members.setPhone(id, phone, clock.instant()))));
    }

    /** Taking the consent for the phone back erases the phone in the same transaction. */
    public Uni<Consent> answer(MemberId id, Consent.Kind kind, String version, boolean given) {
        var consent = new Consent(Ids.next(), kind, version, given, clock.instant());
        return Panache.withTransaction(() -> locked(id)
                .chain(() -> consents.add(id, consent))
                .chain(() -> consent.takesPhoneBack()
                        ? members.forgetPhone(id, clock.instant()).replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .replaceWith(consent));
    }

    public Uni<List<Consent>> answers(MemberId id, Optional<Cursor> after, int limit) {
        return Panache.withSession(() -> consents.newest(id, after, limit));
    }

    public Uni<Everything> export(MemberId id) {
        return Panache.withSession(() -> present(id)
                .chain(member -> addresses
                        .of(id)
                        .chain(where -> consents.newest(id, Optional.empty(), MOST_EXPORTED)
                                .map(said -> new Everything(member, where, said)))));
    }

    /** Everything personal goes and all sessions end; doing it again after a crash finishes what was left. */
    public Uni<Void> close(MemberId id) {
        return Panache.withTransaction(() ->
                        locked(id).chain(() -> addresses.removeAll(id)).chain(() -> members.erase(id, clock.instant())))
                .chain(() -> sessions.endAllOf(Audience.MEMBER, id.value()));
    }

    private Uni<Void> refuseWithoutConsent(MemberId id) {
        return consents.latest(id, Consent.Kind.PHONE)
                .map(latest ->
                        latest.filter(Consent::given).orElseThrow(() -> new Refused(MemberProblem.CONSENT_MISSING)))
                .replaceWithVoid();
    }

    private Uni<Member> present(MemberId id) {
        return members.find(id).map(OwnProfile::orNobody);
    }

    private Uni<Member> locked(MemberId id) {
        return members.lock(id).map(OwnProfile::orNobody);
    }

    private static Member orNobody(Optional<Member> found) {
        return found.orElseThrow(() -> new Refused(CommonProblem.UNAUTHENTICATED))
                .admitted();
    }
}
