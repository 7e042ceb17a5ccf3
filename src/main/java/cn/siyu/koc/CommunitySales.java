package cn.siyu.koc;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * What is sold to communities, told by trade: this floor cannot hear it. Health, targets and the renewal of bindings are
 * reckoned from it. In whatever order and however often it is told, it is the same in the end.
 */
public interface CommunitySales {

    /**
     * An order that is firm.
     *
     * @param brought by whom, if a KOC has a claim on it
     */
    record Sale(UUID order, MemberId buyer, Money total, Instant at, Optional<Brought> brought) {}

    /** @param token of the link that decided, if one did */
    record Brought(UUID binding, UUID koc, UUID seller, CommunityId community, Optional<String> token) {

        public static Brought of(KocClaim claim, Optional<String> token) {
            return new Brought(claim.binding(), claim.koc(), claim.seller(), claim.community(), token);
        }
    }

    /** Each is kept if a KOC has brought it, or its buyer is in a community. */
    Uni<Void> sold(Tx tx, Collection<Sale> sales);

    /** Money of a firm order is back with the buyer. */
    Uni<Void> refunded(Tx tx, UUID order, String refundNo, Money amount, Instant at);
}
