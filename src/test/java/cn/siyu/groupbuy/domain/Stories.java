package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Origin;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Terms.Commission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Activities and groups of three as the stories of the rules need them. */
final class Stories {

    static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    static final Instant EVENING = NOON.plus(Duration.ofHours(8));
    static final Duration WINDOW = Duration.ofSeconds(120);
    static final SkuId SKU = new SkuId(UUID.randomUUID());
    static final MemberId LEADER = new MemberId(UUID.randomUUID());
    static final MemberId FRIEND = new MemberId(UUID.randomUUID());
    static final Applicant ANYBODY = new Applicant(false, true, true, 0, 0);
    static final PayDecision.Payer PAYER = new PayDecision.Payer(true, false, true);
    static final Activity RUNNING = activity(ActivityState.RUNNING, Mode.NORMAL);
    static final Origin ORIGIN = new Origin(BuyGroupId.next(), RUNNING.id(), LEADER);

    private Stories() {}

    static Activity activity(ActivityState state, Mode mode) {
        return new Activity(ActivityId.next(), plan(mode, 10), state, 0);
    }

    static Plan plan(Mode mode, int quota) {
        return new Plan(
                "三人拼团",
                new SpuId(UUID.nameUUIDFromBytes(new byte[] {1})),
                List.of(new Offer(SKU, new Money(900), quota)),
                mode,
                3,
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                Duration.ofHours(1),
                2,
                4,
                2,
                Optional.empty(),
                Commission.NORMAL,
                Optional.empty(),
                Optional.empty(),
                NOON.minus(Duration.ofDays(1)),
                EVENING,
                Deal.PLAIN);
    }

    static Pending pending() {
        return new Pending(ORIGIN, Places.ofLeader(3));
    }

    static Open open(int held, int paid) {
        return new Open(ORIGIN, new Places(3, held, paid), NOON.plus(Duration.ofHours(2)));
    }

    static Seat seat(SeatState state) {
        return new Seat(UUID.randomUUID(), FRIEND, false, 1, state);
    }

    static Seat leaderSeat(SeatState state) {
        return new Seat(UUID.randomUUID(), LEADER, true, 1, state);
    }
}
