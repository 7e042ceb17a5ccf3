package cn.siyu.commission.app;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementLine;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.commission.store.DisputeStore;
import cn.siyu.commission.store.StatementPages;
import cn.siyu.commission.store.StatementPages.Share;
import cn.siyu.commission.store.StatementPages.Total;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Statements as payees and finance see them. A member of a team whose company settles sees his own part of its statement;
 * whoever answers for the company sees all of it.
 */
@Singleton
public class ReadStatements {

    private final StatementStore statements;
    private final StatementPages pages;
    private final DisputeStore disputes;
    private final Payees payees;
    private final Transactions transactions;

    @Inject
    ReadStatements(
            StatementStore statements,
            StatementPages pages,
            DisputeStore disputes,
            Payees payees,
            Transactions transactions) {
        this.statements = statements;
        this.pages = pages;
        this.disputes = disputes;
        this.payees = payees;
        this.transactions = transactions;
    }

    /**
     * A statement as one may see it.
     *
     * @param parts of all accounts, or of those that are his
     * @param whole whether he may see all of it, and agree to it
     */
    public record Seen(Statement statement, List<Share> parts, List<Dispute> disputes, boolean whole) {}

    /** Of which accounts lines are shown; empty for all. */
    public record View(UUID statement, Optional<List<UUID>> accounts) {}

    /** One more than {@code limit}, to see whether there is a next page. */
    public Uni<List<Statement>> own(UUID member, Optional<Cursor> after, int limit) {
        return payees.of(reads(), member)
                .map(Payees::ids)
                .chain(own -> pages.ofPayees(reads(), own, after, limit + 1).chain(all -> narrowed(all, own)));
    }

    /** Of a company for which he does not answer he sees his own part. */
    private Uni<List<Statement>> narrowed(List<Statement> all, List<UUID> own) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each -> CloseStatements.answersFor(each, own)
                        ? Uni.createFrom().item(each)
                        : pages.parts(reads(), each.id(), Optional.of(own)).map(parts -> narrowed(each, parts)))
                .collect()
                .asList();
    }

    private static Statement narrowed(Statement statement, List<Share> parts) {
        return statement.narrowed(
                parts.stream().map(Share::sums).reduce(StatementSums.NOTHING, StatementSums::plus),
                parts.stream().mapToInt(Share::lines).sum());
    }

    public Uni<Seen> own(UUID member, UUID id) {
        return visible(member, id)
                .chain(found -> found.whole() ? seen(found, Optional.empty()) : seen(found, Optional.of(found.own())));
    }

    /** What of a statement's lines a member may see; refused when nothing. */
    public Uni<View> view(UUID member, UUID id) {
        return visible(member, id)
                .map(found -> new View(id, found.whole() ? Optional.empty() : Optional.of(found.own())));
    }

    /** The oldest first. */
    public Uni<List<StatementLine>> lines(View view, Optional<Cursor> after, int limit) {
        return pages.lines(reads(), view.statement(), view.accounts(), after, limit);
    }

    private record Visible(Statement statement, List<UUID> own, boolean whole) {}

    private Uni<Visible> visible(UUID member, UUID id) {
        return payees.of(reads(), member)
                .map(Payees::ids)
                .chain(own -> existing(pages.find(reads(), id, own))
                        .map(found -> new Visible(found, own, CloseStatements.answersFor(found, own))));
    }

    private Uni<Seen> seen(Visible found, Optional<List<UUID>> only) {
        return pages.parts(reads(), found.statement().id(), only)
                .chain(parts -> disputes.ofStatement(reads(), found.statement().id(), only)
                        .map(open -> new Seen(
                                found.whole() ? found.statement() : narrowed(found.statement(), parts),
                                parts,
                                open,
                                found.whole())));
    }

    // Finance

    public Uni<NumberedPage<Statement>> search(StatementPages.Search search, int page, int size) {
        return pages.page(reads(), search, size, (page - 1) * size)
                .chain(items ->
                        pages.count(reads(), search).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Seen> any(UUID id) {
        return existing(statements.find(reads(), id))
                .chain(found -> seen(new Visible(found, List.of(), true), Optional.empty()));
    }

    public Uni<List<Statement>> ofMonth(StatementMonth month, Optional<UUID> after, int limit) {
        return pages.ofMonth(reads(), month, after, limit);
    }

    public Uni<List<Total>> totals(StatementMonth month) {
        return pages.totals(reads(), month);
    }

    public Uni<NumberedPage<Dispute>> disputes(DisputeStore.Search search, int page, int size) {
        return disputes.page(reads(), search, size, (page - 1) * size)
                .chain(items ->
                        disputes.count(reads(), search).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private static Uni<Statement> existing(Uni<Statement> found) {
        return found.onItem().ifNull().failWith(Refused::notFound);
    }

    private Sql reads() {
        return transactions.reads();
    }
}
