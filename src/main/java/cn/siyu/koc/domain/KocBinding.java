package cn.siyu.koc.domain;

import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Active;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Invited;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.BindingState.Paused;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A KOC who serves a community for the seller who owns it (D1). */
public record KocBinding(
        UUID id,
        UUID seller,
        UUID koc,
        CommunityId community,
        Instant invitedAt,
        Instant answerBy,
        BindingState state,
        long version) {

    public static KocBinding invited(
            UUID id, UUID seller, UUID koc, CommunityId community, Instant now, Instant answerBy) {
        return new KocBinding(id, seller, koc, community, now, answerBy, new Invited(answerBy), 0);
    }

    public Kind kind() {
        return state.kind();
    }

    /** Whether it has ever counted for anything. */
    public boolean started() {
        return state.range().isPresent();
    }

    public KocBinding in(BindingState next) {
        return new KocBinding(id, seller, koc, community, invitedAt, answerBy, next, version);
    }

    public KocBinding ended(Instant at, Cause cause, Optional<String> reason) {
        return in(state.end(at, cause, reason));
    }

    /**
     * The binding that a new owner takes over: the same KOC, what is left of the term, what was agreed; a paused one stays
     * paused. An invitation is not taken over: whom the new owner trusts is his own question.
     */
    public Optional<KocBinding> takenOver(UUID newId, UUID newSeller, Instant now) {
        return state.range().filter(term -> now.isBefore(term.until())).map(term -> {
            var rest = new Term(now, term.until(), term.agreement(), term.splitVersion());
            return new KocBinding(
                    newId,
                    newSeller,
                    koc,
                    community,
                    invitedAt,
                    answerBy,
                    kind() == Kind.PAUSED ? new Paused(rest) : new Active(rest),
                    0);
        });
    }
}
