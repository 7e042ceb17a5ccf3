package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ReadWish.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.domain.ConditionText;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.groupbuy.store.Screens.Group;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Says what a place would cost and on which condition, before anything is ordered (L3). */
@Singleton
public class QuoteSeat {

    private final ReadWish wishes;
    private final Screens screens;
    private final Transactions transactions;

    @Inject
    QuoteSeat(ReadWish wishes, Screens screens, Transactions transactions) {
        this.wishes = wishes;
        this.screens = screens;
        this.transactions = transactions;
    }

    /** Price and condition as they are now. */
    public record SeatQuote(Read read, String condition) {}

    /** @param group that would be joined; absent when a new one would be opened */
    public Uni<SeatQuote> quote(ActivityId activity, Optional<BuyGroupId> group, Wish wish) {
        return wishes.read(activity, wish, group.isPresent())
                .chain(read -> expiry(activity, group)
                        .map(expiry -> new SeatQuote(read, ConditionText.of(read.activity(), expiry))));
    }

    private Uni<Optional<Instant>> expiry(ActivityId activity, Optional<BuyGroupId> group) {
        return group.map(id -> screens.group(transactions.reads(), id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .map(found -> expiryWithin(activity, found)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Optional<Instant> expiryWithin(ActivityId activity, Group group) {
        if (!group.activity().equals(activity) || group.expiresAt().isEmpty()) {
            throw Refused.notFound();
        }
        return group.expiresAt();
    }
}
