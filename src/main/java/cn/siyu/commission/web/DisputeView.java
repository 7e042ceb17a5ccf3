package cn.siyu.commission.web;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.Dispute.Word;
import cn.siyu.kernel.security.Actor;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A dispute about one line of a statement, with all that was said. */
@Schema(name = "StatementDispute")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DisputeView(
        UUID id,
        UUID statementId,
        UUID lineId,
        UUID accountId,
        Dispute.State state,
        Instant openedAt,
        @Nullable Instant answeredAt,

        @Schema(description = "The oldest first") List<WordView> history,

        long version) {

    /** Something that was said, and how it left the dispute. */
    @Schema(name = "StatementDisputeWord")
    record WordView(Instant at, Actor.Kind by, Dispute.State state, String words) {

        static WordView of(Word word) {
            return new WordView(word.at(), word.by(), word.state(), word.words());
        }
    }

    static DisputeView of(Dispute dispute) {
        return new DisputeView(
                dispute.id(),
                dispute.statement(),
                dispute.line(),
                dispute.payee(),
                dispute.state(),
                dispute.openedAt(),
                dispute.answeredAt().orElse(null),
                dispute.words().stream().map(WordView::of).toList(),
                dispute.version());
    }
}
