package cn.siyu.kernel.event;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.DeadLetters.DeadLetter;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Tells a dead letter's event to its listener once more, now that somebody has mended the cause. */
@Singleton
class ReplayDeadLetter {

    private static final Logger LOG = Logger.getLogger(ReplayDeadLetter.class);

    private final Transactions transactions;
    private final DeadLetters letters;
    private final Listeners listeners;
    private final Inbox inbox;
    private final AuditLog audit;

    @Inject
    ReplayDeadLetter(Transactions transactions, DeadLetters letters, Listeners listeners, Inbox inbox, AuditLog audit) {
        this.transactions = transactions;
        this.letters = letters;
        this.listeners = listeners;
        this.inbox = inbox;
        this.audit = audit;
    }

    Uni<DeadLetter> replay(UUID id, Actor actor) {
        return transactions
                .in(tx -> letters.lock(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(letter -> letter.replayedAt().isPresent()
                                ? Uni.createFrom().item(letter)
                                : tell(tx, letter)
                                        .chain(() -> letters.replayed(tx, id))
                                        .chain(() -> audit.append(tx, entry(actor, letter)))
                                        .chain(() -> letters.lock(tx, id))))
                .onFailure(failure -> !(failure instanceof Refused))
                .transform(failure -> failedAgain(id, failure));
    }

    private Uni<Void> tell(Tx tx, DeadLetter letter) {
        var listener = listeners
                .named(letter.consumer())
                .orElseThrow(() -> new Refused(EventProblem.LISTENER_GONE, letter.consumer()));
        return inbox.once(
                tx,
                letter.consumer(),
                letter.envelope().eventId(),
                () -> listeners.hand(tx, listener, letter.envelope()));
    }

    private static AuditEntry entry(Actor actor, DeadLetter letter) {
        return new AuditEntry(
                actor, "dead-letter.replay", "dead-letter", letter.id().toString(), null, null, letter.consumer());
    }

    private static Refused failedAgain(UUID id, Throwable failure) {
        LOG.warnf(failure, "the replay of dead letter %s failed", id);
        return new Refused(EventProblem.REPLAY_FAILED);
    }
}
