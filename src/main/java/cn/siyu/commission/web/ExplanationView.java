package cn.siyu.commission.web;

import cn.siyu.commission.app.Explanation;
import cn.siyu.trade.Origin;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a commission comes from: every input, the arithmetic in words, every refund, and the same reckoned once more. */
@Schema(name = "CommissionExplanation")
record ExplanationView(
        CommissionView commission,
        Source attribution,
        long listFen,
        long capFen,
        List<String> arithmetic,
        List<Reversal> reversals,
        long recomputedFen,
        Verdict verdict) {

    /** Whether the second reckoning agrees with what is written. */
    @Schema(name = "CommissionVerdict")
    enum Verdict {
        MATCH,
        MISMATCH
    }

    /** Why the order was attributed as it was: decided when it was placed. */
    @Schema(name = "CommissionAttribution")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Source(Origin.Source source, @Nullable String token, List<String> considered) {

        static Source of(Origin origin) {
            return new Source(
                    origin.source(),
                    origin.token().orElse(null),
                    origin.candidates().stream()
                            .map(candidate -> candidate.source() + ": " + candidate.note())
                            .toList());
        }
    }

    /** One refund of the line. */
    @Schema(name = "CommissionReversal")
    record Reversal(String refundNo, long refundedFen, long amountFen, Instant at, String text) {}

    static ExplanationView of(Explanation explained) {
        return new ExplanationView(
                CommissionView.of(explained.commission()),
                Source.of(explained.origin()),
                explained.line().list().fen(),
                explained.commission().basis().cap().fen(),
                explained.arithmetic(),
                explained.taken().stream()
                        .map(taken -> new Reversal(
                                taken.refund().refundNo(),
                                taken.refund().amount().fen(),
                                taken.amount().fen(),
                                taken.refund().at(),
                                taken.text()))
                        .toList(),
                explained.again().fen(),
                explained.matches() ? Verdict.MATCH : Verdict.MISMATCH);
    }
}
