package cn.siyu.commission.app;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.Dispute.State;
import cn.siyu.commission.domain.Dispute.Word;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.store.DisputeStore;
import cn.siyu.commission.store.DisputeStore.Place;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A payee does not agree with lines of a statement: those lines are open until finance has answered, the others stay as they
 * were, and so does the statement; it is not closed meanwhile (C29). The statement's row is locked first, always.
 */
@Singleton
public class DisputeLines {

    private final DisputeStore disputes;
    private final StatementStore statements;
    private final Payees payees;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DisputeLines(
            DisputeStore disputes,
            StatementStore statements,
            Payees payees,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.disputes = disputes;
        this.statements = statements;
        this.payees = payees;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Of a line that was disputed before, it is opened again. */
    public Uni<Dispute> open(UUID statement, UUID line, String reason, Actor member) {
        return payees.of(transactions.reads(), member.id())
                .chain(own -> transactions.in(tx -> locked(tx, statement)
                        .chain(found -> mine(tx, found, line, Payees.ids(own))
                                .chain(place -> open(tx, found, line, place, word(State.OPEN, reason, member))))));
    }

    /** The account's own line, or any line of a company for which he answers. */
    private Uni<Place> mine(Tx tx, Statement statement, UUID line, List<UUID> own) {
        return disputes.place(tx, line)
                .map(place -> place != null
                                && place.statement().equals(statement.id())
                                && (own.contains(place.payee()) || CloseStatements.answersFor(statement, own))
                        ? place
                        : null)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound);
    }

    private Uni<Dispute> open(Tx tx, Statement statement, UUID line, Place place, Word word) {
        var disputed = statement.disputed();
        return disputes.ofLine(tx, line)
                .chain(before ->
                        before == null ? opened(tx, statement, line, place, word) : saved(tx, before.reopen(word)))
                .call(() -> statements.save(tx, disputed));
    }

    private Uni<Dispute> opened(Tx tx, Statement statement, UUID line, Place place, Word word) {
        var dispute = new Dispute(
                Ids.next(),
                statement.id(),
                line,
                place.payee(),
                State.OPEN,
                word.at(),
                Optional.empty(),
                List.of(word),
                0);
        return disputes.open(tx, dispute).replaceWith(dispute);
    }

    /** The payee lets it be. */
    public Uni<Dispute> takeBack(UUID dispute, Actor member) {
        return payees.of(transactions.reads(), member.id())
                .chain(own -> transactions.in(tx -> decided(
                        tx,
                        dispute,
                        (statement, found) -> Payees.ids(own).contains(found.payee())
                                        || CloseStatements.answersFor(statement, Payees.ids(own))
                                ? found.takeBack(word(State.TAKEN_BACK, "", member))
                                : notFound())));
    }

    /** By finance. Who is right is made up for by an adjustment, which stands in the next statement. */
    public Uni<Dispute> answer(UUID dispute, long version, State outcome, String words, Actor actor) {
        return transactions.in(tx -> decided(tx, dispute, (_, found) -> {
                    sameVersion(found, version);
                    return found.answer(outcome, word(outcome, words, actor));
                })
                .call(answered -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "dispute.answer",
                                "dispute",
                                answered.id().toString(),
                                words,
                                State.OPEN,
                                answered.state()))));
    }

    private Uni<Dispute> decided(Tx tx, UUID id, BiFunction<Statement, Dispute, Dispute> decide) {
        return existing(disputes.find(tx, id))
                .chain(seen -> locked(tx, seen.statement())
                        .chain(statement -> existing(disputes.find(tx, id))
                                .map(found -> decide.apply(statement, found))
                                .chain(next -> saved(tx, next).call(() -> statements.save(tx, statement.answered())))));
    }

    private Uni<Dispute> saved(Tx tx, Dispute next) {
        return disputes.save(tx, next).replaceWith(next);
    }

    private Uni<Statement> locked(Tx tx, UUID id) {
        return statements.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static Uni<Dispute> existing(Uni<Dispute> found) {
        return found.onItem().ifNull().failWith(Refused::notFound);
    }

    private static Dispute notFound() {
        throw Refused.notFound();
    }

    private Word word(State state, String words, Actor by) {
        return new Word(Ids.next(), state, by.kind(), by.id(), words, clock.instant());
    }

    private static void sameVersion(Dispute found, long version) {
        if (found.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The dispute is " + found.state(), Map.of("version", found.version()));
        }
    }
}
