package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Members who buy together (B4). Only a pending group can open, only an open one can be joined, complete or fail, and what has
 * succeeded or failed stays so; the types say it.
 */
public sealed interface BuyGroup {

    /** The names under which states are stored and shown. */
    @Schema(name = "BuyGroupState")
    enum Kind {
        PENDING,
        OPEN,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * What a group is from its first moment on.
     *
     * @param leader who has opened it, or the one whom he has left it to (B17)
     */
    record Origin(BuyGroupId id, ActivityId activity, MemberId leader) {}

    Origin origin();

    Places places();

    Kind kind();

    /** The merchant completes it with those who have paid (L4). */
    default Succeeded completeByMerchant(Instant at) {
        throw refused();
    }

    /** It is not to be. */
    default Failed fail(FailReason reason, Instant at) {
        throw refused();
    }

    private Refused refused() {
        return Refused.with(CommonProblem.STATE_CHANGED, "The group is " + kind(), Map.of("state", kind().name()));
    }

    /** Opened; nobody but its leader sees it before he has paid. */
    record Pending(Origin origin, Places places) implements BuyGroup {
        @Override
        public Kind kind() {
            return Kind.PENDING;
        }

        Open open(Instant expiresAt) {
            return new Open(origin, places.payHeld(), expiresAt);
        }

        Cancelled cancel(Instant at) {
            return new Cancelled(origin, places.free(), at);
        }
    }

    /** Gathers members until {@code expiresAt}, which never changes. */
    record Open(Origin origin, Places places, Instant expiresAt) implements BuyGroup {
        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        Open hold() {
            return new Open(origin, places.hold(), expiresAt);
        }

        Open free() {
            return new Open(origin, places.free(), expiresAt);
        }

        /** One who has paid leaves it to the others. */
        Open leave(MemberId leader) {
            return new Open(new Origin(origin.id(), origin.activity(), leader), places.leave(), expiresAt);
        }

        /** The last one who has paid leaves: nobody is left to wait for others. */
        Failed abandon(Instant at) {
            return new Failed(origin, places.leave(), expiresAt, FailReason.ALL_LEFT, at);
        }

        /** One more has paid: the last one completes it. */
        BuyGroup pay(Places after, Instant at) {
            return after.paid() == after.size()
                    ? new Succeeded(origin, after, expiresAt, CompletedBy.MEMBERS, at)
                    : new Open(origin, after, expiresAt);
        }

        /** Its time is over, and enough have paid: with all who have. */
        Succeeded fill(Instant at) {
            return new Succeeded(origin, places, expiresAt, CompletedBy.MEMBERS, at);
        }

        @Override
        public Succeeded completeByMerchant(Instant at) {
            if (places.paid() == 0) {
                throw new Refused(GroupBuyProblem.GROUP_EMPTY);
            }
            return new Succeeded(origin, places, expiresAt, CompletedBy.MERCHANT, at);
        }

        @Override
        public Failed fail(FailReason reason, Instant at) {
            return new Failed(origin, places, expiresAt, reason, at);
        }

        /** Whether time has decided: nobody is about to pay, or he had the grace for it too (B11). */
        public boolean due(Instant now) {
            return places.held() == 0 && !now.isBefore(expiresAt);
        }
    }

    /** Complete. Who still holds a place when the merchant completes it may pay and is in. */
    record Succeeded(Origin origin, Places places, Instant expiresAt, CompletedBy by, Instant at) implements BuyGroup {
        @Override
        public Kind kind() {
            return Kind.SUCCEEDED;
        }

        Succeeded with(Places after) {
            return new Succeeded(origin, after, expiresAt, by, at);
        }
    }

    /** Not complete in time, or stopped. */
    record Failed(Origin origin, Places places, Instant expiresAt, FailReason reason, Instant at) implements BuyGroup {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }

        Failed with(Places after) {
            return new Failed(origin, after, expiresAt, reason, at);
        }
    }

    /** Its leader has never paid. */
    record Cancelled(Origin origin, Places places, Instant at) implements BuyGroup {
        @Override
        public Kind kind() {
            return Kind.CANCELLED;
        }
    }
}
