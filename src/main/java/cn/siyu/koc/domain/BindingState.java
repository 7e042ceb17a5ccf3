package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a KOC binding stands (D3). A transition is a method of the states that allow it; everywhere else it is refused with
 * {@code STATE_CHANGED} and the state that the binding is in.
 */
public sealed interface BindingState {

    /** The names under which states are stored and shown. */
    @Schema(name = "KocBindingState")
    enum Kind {
        INVITED,
        ACTIVE,
        PAUSED,
        ENDED
    }

    /** Why a binding is over. */
    @Schema(name = "KocBindingCause")
    enum Cause {
        DECLINED,
        UNANSWERED,
        TERM_OVER,
        BY_SELLER,
        BY_KOC,
        BY_STAFF,
        OWNER_CHANGED,
        DISSOLVED
    }

    Kind kind();

    /** For which time it counts, or did; empty when it was never accepted. */
    default Optional<Term> range() {
        return Optional.empty();
    }

    default BindingState accept(Term agreed) {
        throw refused();
    }

    default BindingState decline(Instant at) {
        throw refused();
    }

    default BindingState pause() {
        throw refused();
    }

    default BindingState resume() {
        throw refused();
    }

    /** At once: orders from {@code at} on are not its own any more, those before stay. */
    default BindingState end(Instant at, Cause cause, Optional<String> reason) {
        throw refused();
    }

    /** It goes on behind the end of its term, with what was agreed. */
    default BindingState renew(Instant until) {
        throw refused();
    }

    /** The KOC accepts the agreement of today; nothing else changes. */
    default BindingState agree(String agreement) {
        throw refused();
    }

    /** Time alone ends it. */
    default BindingState runOut() {
        throw refused();
    }

    private Refused refused() {
        return Refused.with(CommonProblem.STATE_CHANGED, "The binding is " + kind(), Map.of("state", kind().name()));
    }

    /** The KOC was asked and has until {@code answerBy} to answer. */
    record Invited(Instant answerBy) implements BindingState {
        @Override
        public Kind kind() {
            return Kind.INVITED;
        }

        @Override
        public BindingState accept(Term agreed) {
            if (!agreed.from().isBefore(answerBy)) {
                throw new Refused(KocProblem.INVITATION_OVER);
            }
            return new Active(agreed);
        }

        @Override
        public BindingState decline(Instant at) {
            return new Ended(Optional.empty(), at, Cause.DECLINED, Optional.empty());
        }

        @Override
        public BindingState end(Instant at, Cause cause, Optional<String> reason) {
            return new Ended(Optional.empty(), at, cause, reason);
        }

        @Override
        public BindingState runOut() {
            return new Ended(Optional.empty(), answerBy, Cause.UNANSWERED, Optional.empty());
        }
    }

    /** Orders of the community may be the KOC's. */
    record Active(Term term) implements BindingState {
        @Override
        public Kind kind() {
            return Kind.ACTIVE;
        }

        @Override
        public Optional<Term> range() {
            return Optional.of(term);
        }

        @Override
        public BindingState pause() {
            return new Paused(term);
        }

        @Override
        public BindingState renew(Instant until) {
            return new Active(term.longer(until));
        }

        @Override
        public BindingState agree(String agreement) {
            return new Active(term.agreed(agreement));
        }

        @Override
        public BindingState end(Instant at, Cause cause, Optional<String> reason) {
            return new Ended(Optional.of(term.cutAt(at)), at, cause, reason);
        }

        @Override
        public BindingState runOut() {
            return new Ended(Optional.of(term), term.until(), Cause.TERM_OVER, Optional.empty());
        }
    }

    /** Holds the place, earns nothing; its term goes on. */
    record Paused(Term term) implements BindingState {
        @Override
        public Kind kind() {
            return Kind.PAUSED;
        }

        @Override
        public Optional<Term> range() {
            return Optional.of(term);
        }

        @Override
        public BindingState resume() {
            return new Active(term);
        }

        @Override
        public BindingState agree(String agreement) {
            return new Paused(term.agreed(agreement));
        }

        @Override
        public BindingState end(Instant at, Cause cause, Optional<String> reason) {
            return new Ended(Optional.of(term.cutAt(at)), at, cause, reason);
        }

        @Override
        public BindingState runOut() {
            return new Ended(Optional.of(term), term.until(), Cause.TERM_OVER, Optional.empty());
        }
    }

    /** Over, for whatever cause; {@code served} is what it counted for. */
    record Ended(Optional<Term> served, Instant at, Cause cause, Optional<String> reason) implements BindingState {
        @Override
        public Kind kind() {
            return Kind.ENDED;
        }

        @Override
        public Optional<Term> range() {
            return served;
        }
    }
}
