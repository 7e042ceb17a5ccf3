package cn.siyu.trade;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.KocClaim;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * To whom an order is attributed and why, decided when it is placed and never again (C9, D5, D8). Shares are the ones of that
 * moment.
 *
 * @param source what decided
 * @param acquisition through which kind of link the buyer first came to the shop; {@code DIRECT} when through none
 * @param token the link of the session, if it decided
 * @param shared of an order that a distributor and a KOC share: the distributor's part of what he would have had alone; the pool
 *     has the rest of its own (D8)
 * @param candidates everybody who could have claimed the order, in the order of the policy
 */
public record Origin(
        Source source,
        String acquisition,
        Optional<String> token,
        Optional<DistributorClaim> distributor,
        Optional<KocClaim> koc,
        Optional<Rate> shared,
        List<Candidate> candidates) {

    /** What an attribution rests on, in the default order of the policy (C9). */
    @Schema(name = "OriginSource")
    public enum Source {
        PROMO_CODE,
        SESSION_LINK,
        BINDING,
        COMMUNITY,
        NONE
    }

    /** A claim that was looked at. {@code note} says in words why it won or lost. */
    public record Candidate(
            Source source, String kind, @Nullable String claimant, boolean won, String note) {}

    /** Nobody's but the shop's own. */
    public static Origin none(String acquisition, List<Candidate> candidates) {
        return new Origin(
                Source.NONE,
                acquisition,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(candidates));
    }
}
