package cn.siyu.trade.web;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.KocClaim;
import cn.siyu.koc.KocPayout;
import cn.siyu.trade.Origin;
import cn.siyu.trade.Origin.Candidate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** To whom an order is attributed, why, and who else could have claimed it; as it was when it was placed. */
@Schema(name = "OrderOriginView")
record OriginView(
        @Schema(description = "What decided") Origin.Source source,

        @Schema(description = "How the buyer first came to the shop; DIRECT: by himself")
        String acquisition,

        @Schema(description = "The link of the session, if it decided") @Nullable
        String token,

        @Nullable DistributorPart distributor,
        @Nullable KocPart koc,

        @Schema(
                description =
                        "Both share the order: basis points that the distributor has of what he would have had alone")
        @Nullable
        Integer sharedBp,

        List<CandidateView> candidates) {

    /** The distributor, and the share that his tier had then. */
    @Schema(name = "OrderOriginDistributorView")
    record DistributorPart(
            UUID distributorId,
            String tierName,
            int rateBp,
            @Nullable UUID teamId,
            @Nullable UUID bindingId) {

        static DistributorPart of(DistributorClaim claim) {
            return new DistributorPart(
                    claim.distributor().value(),
                    claim.tierName(),
                    claim.rate().basisPoints(),
                    claim.team().orElse(null),
                    claim.binding().orElse(null));
        }
    }

    /** The KOC and the seller, and how they shared then. */
    @Schema(name = "OrderOriginKocView")
    record KocPart(
            UUID bindingId,
            UUID kocId,
            UUID sellerId,
            UUID communityId,
            int poolBp,
            int sellerShareBp,
            int kocShareBp,
            long floorFen,
            KocPayout kocPayout,
            @Nullable UUID giftTemplateId,
            int splitVersion,
            KocClaim.By by) {

        static KocPart of(KocClaim claim) {
            return new KocPart(
                    claim.binding(),
                    claim.koc(),
                    claim.seller(),
                    claim.community().value(),
                    claim.pool().basisPoints(),
                    claim.sellerShare().basisPoints(),
                    claim.kocShare().basisPoints(),
                    claim.floor().fen(),
                    claim.payout(),
                    claim.gift(),
                    claim.splitVersion(),
                    claim.by());
        }
    }

    /** Somebody who was looked at, in the order of the policy. */
    @Schema(name = "OrderOriginCandidateView")
    record CandidateView(
            Origin.Source source,
            @Schema(examples = "DISTRIBUTOR") String kind,
            @Nullable String claimant,
            boolean won,
            String note) {

        static CandidateView of(Candidate candidate) {
            return new CandidateView(
                    candidate.source(), candidate.kind(), candidate.claimant(), candidate.won(), candidate.note());
        }
    }

    static OriginView of(Origin origin) {
        return new OriginView(
                origin.source(),
                origin.acquisition(),
                origin.token().orElse(null),
                origin.distributor().map(DistributorPart::of).orElse(null),
                origin.koc().map(KocPart::of).orElse(null),
                origin.shared().map(Rate::basisPoints).orElse(null),
                origin.candidates().stream().map(CandidateView::of).toList());
    }
}
