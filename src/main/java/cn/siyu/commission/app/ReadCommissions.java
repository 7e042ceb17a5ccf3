package cn.siyu.commission.app;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.AccountStore.Balances;
import cn.siyu.commission.store.CommissionPages;
import cn.siyu.commission.store.FactStore;
import cn.siyu.commission.store.FactStore.Heard;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.Transfers;
import cn.siyu.payment.Transfers.Confirmation;
import cn.siyu.payment.Transfers.Standing;
import cn.siyu.trade.Orders;
import cn.siyu.trade.SoldOrder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What payees and finance see. A payee sees only what is on his own accounts. */
@Singleton
public class ReadCommissions {

    private final Payees payees;
    private final AccountStore accounts;
    private final CommissionPages pages;
    private final WithdrawalStore withdrawals;
    private final FactStore facts;
    private final Reckoning reckoning;
    private final Orders orders;
    private final Transfers transfers;
    private final Taxes taxes;
    private final Transactions transactions;

    @Inject
    ReadCommissions(
            Payees payees,
            AccountStore accounts,
            CommissionPages pages,
            WithdrawalStore withdrawals,
            FactStore facts,
            Reckoning reckoning,
            Orders orders,
            Transfers transfers,
            Taxes taxes,
            Transactions transactions) {
        this.payees = payees;
        this.accounts = accounts;
        this.pages = pages;
        this.withdrawals = withdrawals;
        this.facts = facts;
        this.reckoning = reckoning;
        this.orders = orders;
        this.transfers = transfers;
        this.taxes = taxes;
        this.transactions = transactions;
    }

    /** A withdrawal with what the payee needs to confirm it, and its tax once its money is promised. */
    public record Seen(Withdrawal withdrawal, Optional<Confirmation> confirmation, Optional<TaxRecord> tax) {}

    public Uni<List<Balances>> accounts(UUID member) {
        return own(member).chain(all -> accounts.balances(reads(), all));
    }

    /** One more than {@code limit}, to see whether there is a next page. */
    public Uni<List<Commission>> commissions(
            UUID member, @Nullable CommissionState state, Optional<Cursor> after, int limit) {
        return own(member).chain(all -> pages.ofPayees(reads(), Payees.ids(all), state, after, limit + 1));
    }

    public Uni<Explanation> explain(UUID member, UUID commission) {
        return own(member)
                .chain(all -> pages.find(reads(), commission)
                        .map(found -> found != null && all.contains(found.payee()) ? found : null))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::explain);
    }

    public Uni<List<Withdrawal>> withdrawals(UUID member, Optional<Cursor> after, int limit) {
        return own(member).chain(all -> withdrawals.ofPayees(reads(), Payees.ids(all), after, limit + 1));
    }

    public Uni<Seen> withdrawal(UUID member, UUID id) {
        return own(member)
                .chain(all -> withdrawals
                        .find(reads(), id)
                        .map(found -> found != null && all.contains(found.payee()) ? found : null))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(found -> confirmation(found)
                        .chain(confirmation -> taxes.of(reads(), id).map(tax -> new Seen(found, confirmation, tax))));
    }

    private Uni<Optional<Confirmation>> confirmation(Withdrawal found) {
        return found.isEnded()
                ? Uni.createFrom().item(Optional.empty())
                : transfers.standing(reads(), found.billNo()).map(standing -> standing.flatMap(Standing::confirmation));
    }

    // Finance

    public Uni<NumberedPage<Commission>> search(CommissionPages.Search search, int page, int size) {
        return pages.page(reads(), search, size, (page - 1) * size)
                .chain(items ->
                        pages.count(reads(), search).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Explanation> explain(UUID commission) {
        return pages.find(reads(), commission)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::explain);
    }

    private Uni<Explanation> explain(Commission commission) {
        return orders.sold(reads(), List.of(commission.order()))
                .map(List::getFirst)
                .chain(order ->
                        facts.find(reads(), commission.order()).chain(heard -> explain(commission, order, heard)));
    }

    private Uni<Explanation> explain(Commission commission, SoldOrder order, Heard heard) {
        var terms = heard.terms().orElseThrow();
        return Uni.combine()
                .all()
                .unis(
                        reckoning.of(reads(), List.of(order), _ -> Policy.of(terms.cap(), terms.ownPurchase())),
                        facts.refunds(reads(), List.of(order.id())),
                        facts.forfeits(reads(), List.of(order.id())),
                        pages.reversals(reads(), commission.id()))
                .with((reckoned, refunds, forfeits, written) ->
                        Explanation.of(commission, reckoned.getFirst(), new News(refunds, forfeits), written));
    }

    private Uni<List<Payee>> own(UUID member) {
        return payees.of(reads(), member);
    }

    private Sql reads() {
        return transactions.reads();
    }
}
