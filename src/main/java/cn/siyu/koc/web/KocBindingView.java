package cn.siyu.koc.web;

import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.store.BindingPages.Card;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who serves which community for whom. */
@Schema(name = "KocBindingView")
record KocBindingView(
        UUID id,
        Kind state,
        UUID sellerId,
        String sellerName,
        UUID kocId,
        String kocName,
        UUID communityId,
        String communityName,
        Instant invitedAt,
        Instant answerBy,

        @Schema(description = "Orders from this instant on may be the KOC's; absent before he accepts") @Nullable
        Instant from,

        @Schema(description = "The end of the term, or when it ended before that") @Nullable
        Instant until,

        @Nullable String agreementVersion,
        @Nullable Integer splitVersion,
        @Nullable Instant endedAt,
        @Nullable Cause endCause,
        @Nullable String endReason) {

    static KocBindingView of(Card card) {
        return new KocBindingView(
                card.id(),
                card.state(),
                card.seller(),
                card.sellerName(),
                card.koc(),
                card.kocName(),
                card.community().value(),
                card.communityName(),
                card.invitedAt(),
                card.answerBy(),
                card.from().orElse(null),
                card.until().orElse(null),
                card.agreement().orElse(null),
                card.splitVersion().orElse(null),
                card.endedAt().orElse(null),
                card.endCause().orElse(null),
                card.endReason().orElse(null));
    }
}
