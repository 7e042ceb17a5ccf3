package cn.siyu.commission.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A payee does not agree with one line of a statement.
 *
 * @param words all that was said, the oldest first
 */
public record Dispute(
        UUID id,
        UUID statement,
        UUID line,
        UUID payee,
        State state,
        Instant openedAt,
        Optional<Instant> answeredAt,
        List<Word> words,
        long version) {

    /** How it stands. */
    @Schema(name = "DisputeState")
    public enum State {
        OPEN,
        /** The payee is right: an adjustment makes up for it. */
        UPHELD,
        REJECTED,
        TAKEN_BACK
    }

    /**
     * Something that was said.
     *
     * @param state in which it left the dispute
     */
    public record Word(UUID id, State state, Actor.Kind by, UUID byId, String words, Instant at) {}

    /** By finance, once. */
    public Dispute answer(State outcome, Word word) {
        expect(state == State.OPEN);
        return with(outcome, Optional.of(word.at()), word);
    }

    /** By the payee. */
    public Dispute takeBack(Word word) {
        expect(state == State.OPEN);
        return with(State.TAKEN_BACK, Optional.of(word.at()), word);
    }

    /** The payee does not accept the answer, or thinks again. */
    public Dispute reopen(Word word) {
        expect(state == State.REJECTED || state == State.TAKEN_BACK);
        return with(State.OPEN, Optional.empty(), word);
    }

    /** The same with all that was said. */
    public Dispute with(List<Word> all) {
        return new Dispute(id, statement, line, payee, state, openedAt, answeredAt, all, version);
    }

    private void expect(boolean allowed) {
        if (!allowed) {
            throw Refused.with(
                    CommissionProblem.DISPUTE_STATE, "The dispute is " + state, Map.of("state", state.name()));
        }
    }

    private Dispute with(State next, Optional<Instant> answered, Word word) {
        return new Dispute(
                id,
                statement,
                line,
                payee,
                next,
                openedAt,
                answered,
                Stream.concat(words.stream(), Stream.of(word)).toList(),
                version + 1);
    }
}
