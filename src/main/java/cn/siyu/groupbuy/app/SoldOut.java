package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.identity.MemberTokens;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who certainly gets nothing of what is sold out, and who comes when too many wait already, asked before anything else is read: empty
 * whenever in doubt.
 */
@Singleton
public class SoldOut {

    private final SeatGate seats;
    private final FlashGate flash;
    private final TakeSeat takeSeat;
    private final TakeFlash takeFlash;
    private final MemberTokens tokens;

    @Inject
    SoldOut(SeatGate seats, FlashGate flash, TakeSeat takeSeat, TakeFlash takeFlash, MemberTokens tokens) {
        this.seats = seats;
        this.flash = flash;
        this.takeSeat = takeSeat;
        this.takeFlash = takeFlash;
        this.tokens = tokens;
    }

    /** For a new group. */
    public Optional<Uni<Optional<Refused>>> of(ActivityId activity, String token) {
        return seats.isWatched(activity)
                ? Optional.of(refusal(token, member -> seats.refusal(activity, member))
                        .map(no -> no.or(() -> takeSeat.turnsAway(activity))))
                : crowded(takeSeat.turnsAway(activity));
    }

    /** For a place in a group. */
    public Optional<Uni<Optional<Refused>>> of(BuyGroupId group, String token) {
        return takeSeat.known(group).flatMap(activity -> of(activity, token));
    }

    public Optional<Uni<Optional<Refused>>> of(FlashSaleId sale, String token) {
        return flash.isWatched(sale)
                ? Optional.of(refusal(token, member -> flash.refusal(sale, member))
                        .map(no -> no.or(() -> takeFlash.turnsAway(sale))))
                : crowded(takeFlash.turnsAway(sale));
    }

    /** It says nothing about anybody, so nobody is asked who he is. */
    private static Optional<Uni<Optional<Refused>>> crowded(Optional<Refused> no) {
        return no.map(each -> Uni.createFrom().item(Optional.of(each)));
    }

    private Uni<Optional<Refused>> refusal(String token, Function<MemberId, Uni<Optional<Refused>>> gate) {
        return tokens.member(token)
                .chain(member -> member.map(id -> gate.apply(new MemberId(id)))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }
}
