package cn.siyu.payment.web;

import cn.siyu.payment.domain.Refund;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A refund as staff see it; {@code diverting} while WeChat has not taken the wish to send it elsewhere; {@code stuck} while it
 * is for people to decide, from {@code decidableFrom} on if that is given; {@code lastCode} says why.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RefundView(
        UUID id,
        UUID paymentId,
        UUID orderId,
        String refundNo,
        String outRefundNo,
        String outTradeNo,
        Refund.State state,
        long amountFen,
        String reason,
        @Nullable String lastCode,
        int tries,
        Instant askedAt,
        @Nullable Instant refundedAt,
        boolean stuck,
        @Nullable Instant decidableFrom,
        boolean diverting,
        boolean settledOutside,
        @Nullable Proposal proposal) {

    /** Somebody says that he has paid by hand; somebody else has to confirm it. */
    @Schema(name = "RefundProposalView")
    record Proposal(UUID byId, String by, String proof, String reason) {

        static Proposal of(Refund.Proposal proposal) {
            return new Proposal(proposal.by(), proposal.name(), proposal.proof(), proposal.reason());
        }
    }

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.id(),
                refund.payment(),
                refund.order(),
                refund.refundNo(),
                refund.outRefundNo(),
                refund.outTradeNo(),
                refund.state(),
                refund.amount().fen(),
                refund.reason(),
                refund.lastCode().orElse(null),
                refund.tries(),
                refund.askedAt(),
                refund.refundedAt().orElse(null),
                refund.isStuck(),
                refund.decidableFrom().orElse(null),
                refund.desk().diversion().isPresent(),
                refund.desk().settledOutside(),
                refund.desk().proposal().map(Proposal::of).orElse(null));
    }
}
