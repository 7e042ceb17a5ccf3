package cn.siyu.commission.app;

import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.store.DraftStore;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.commission.store.StatementStore.After;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.ledger.Ledger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Compares a statement with the ledger once more, all of it at one instant, after what was wrong has been put right. */
@Singleton
public class TieStatement {

    private final StatementStore statements;
    private final DraftStore drafts;
    private final Ledger ledger;
    private final AuditLog audit;
    private final Transactions transactions;

    @Inject
    TieStatement(
            StatementStore statements, DraftStore drafts, Ledger ledger, AuditLog audit, Transactions transactions) {
        this.statements = statements;
        this.drafts = drafts;
        this.ledger = ledger;
        this.audit = audit;
        this.transactions = transactions;
    }

    public Uni<Statement> tie(UUID id, Actor actor) {
        return transactions
                .in(tx -> drafts.snapshot(tx)
                        .chain(() -> statements.find(tx, id))
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(found -> difference(tx, id)
                                .chain(difference -> difference.equals(found.difference())
                                        ? Uni.createFrom().item(found)
                                        : write(tx, found, difference, actor))))
                .onFailure(Violations::isConflict)
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED));
    }

    private Uni<Money> difference(Tx tx, UUID id) {
        return statements
                .after(tx, id)
                .chain(accounts -> ledger.sums(
                                tx,
                                DraftStatements.OWED,
                                accounts.stream().map(After::payee).toList())
                        .map(sums -> DraftStatements.difference(differences(accounts, sums))));
    }

    private static List<Money> differences(List<After> accounts, Map<UUID, Money> sums) {
        return accounts.stream()
                .map(each -> sums.getOrDefault(each.payee(), Money.ZERO)
                        .negated()
                        .minus(each.closing())
                        .minus(each.later()))
                .toList();
    }

    private Uni<Statement> write(Tx tx, Statement found, Money difference, Actor actor) {
        return statements
                .tie(tx, found.tied(difference))
                .call(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "statement.tie",
                                "statement",
                                found.id().toString(),
                                null,
                                found.difference(),
                                difference)));
    }
}
