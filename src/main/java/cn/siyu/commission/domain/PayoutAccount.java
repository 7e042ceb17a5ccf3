package cn.siyu.commission.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * To whom a member's commissions are paid: the WeChat user that he is, and the name that WeChat knows him by. Who has taken over
 * somebody's account changes just these, so money waits for a while after a change.
 *
 * @param openidIndex by which another openid is noticed without this one being kept
 * @param changedAt empty as long as both are as they were first known
 */
public record PayoutAccount(
        UUID member, String openidIndex, Optional<SealedName> name, Optional<Instant> changedAt, long version) {

    /** A name that only its own place can open, and by whose index it is compared. */
    public record SealedName(String sealed, String index) {}

    public static PayoutAccount first(UUID member, String openidIndex) {
        return new PayoutAccount(member, openidIndex, Optional.empty(), Optional.empty(), 0);
    }

    /** As whom WeChat knows the member now. */
    public PayoutAccount seenAs(String seen, Instant now) {
        return seen.equals(openidIndex) ? this : new PayoutAccount(member, seen, name, Optional.of(now), version + 1);
    }

    /** The first name is no change. */
    public PayoutAccount named(SealedName given, Instant now) {
        if (isNamed(given.index())) {
            return this;
        }
        return new PayoutAccount(
                member, openidIndex, Optional.of(given), name.isPresent() ? Optional.of(now) : changedAt, version + 1);
    }

    public boolean isNamed(String index) {
        return name.filter(kept -> kept.index().equals(index)).isPresent();
    }

    /** Until when no money leaves; empty when it may. */
    public Optional<Instant> coolsUntil(Instant now, Duration coolDown) {
        return changedAt.map(at -> at.plus(coolDown)).filter(now::isBefore);
    }
}
