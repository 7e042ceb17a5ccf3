package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayoutAccount;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.domain.WithdrawalState.Requested;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.ledger.Ledger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A payee asks for money: it is set aside at once, behind the fence, and sent unless finance has to look first. */
@Singleton
public class RequestWithdrawal {

    private static final String ONE_OPEN = "commission_withdrawal_open_uk";

    private final Payees payees;
    private final PayoutAccounts payoutAccounts;
    private final CommissionFence fence;
    private final AccountStore accounts;
    private final WithdrawalStore withdrawals;
    private final SendWithdrawal send;
    private final PayeeNames names;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;
    private final FencePatience patience;

    @Inject
    RequestWithdrawal(
            Payees payees,
            PayoutAccounts payoutAccounts,
            CommissionFence fence,
            AccountStore accounts,
            WithdrawalStore withdrawals,
            SendWithdrawal send,
            PayeeNames names,
            Ledger ledger,
            Idempotency idempotency,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock,
            FencePatience patience) {
        this.payees = payees;
        this.payoutAccounts = payoutAccounts;
        this.fence = fence;
        this.accounts = accounts;
        this.withdrawals = withdrawals;
        this.send = send;
        this.names = names;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * What a payee asks for.
     *
     * @param realName his own; needed from 2,000 yuan on, unless his payout account has it
     */
    public record Wish(Money amount, Optional<UUID> account, Optional<String> realName) {}

    /** @param view shapes the answer, which a repetition gets again */
    public <V> Uni<Response> request(UUID member, IdempotencyKey key, Wish wish, Function<Withdrawal, V> view) {
        var now = clock.instant();
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> settings.limits().allow(wish.amount()))
                .chain(() -> payees.of(transactions.reads(), member))
                .map(all -> Payees.chosen(all, wish.account()))
                .chain(payee -> payoutAccounts
                        .noted(member)
                        .chain(openid -> patience.behind(() -> idempotency.once(
                                member,
                                "withdrawals.request",
                                key,
                                Arrays.asList(
                                        wish.amount(),
                                        wish.account().orElse(null),
                                        wish.realName().orElse(null)),
                                Response.Status.CREATED.getStatusCode(),
                                tx -> carryOut(tx, payee, member, openid, wish, now)
                                        .map(view)))))
                .onFailure(failure -> Violations.isOf(failure, ONE_OPEN))
                .transform(_ -> new Refused(CommissionProblem.WITHDRAWAL_OPEN));
    }

    private Uni<Withdrawal> carryOut(Tx tx, Payee payee, UUID member, String openid, Wish wish, Instant now) {
        var asked = new Withdrawal(Ids.next(), payee, member, wish.amount(), new Requested(), now, Optional.empty(), 0);
        return payees.isPaidOutside(tx, payee, now)
                .invoke(outside -> {
                    if (outside) {
                        throw new Refused(CommissionProblem.PAID_TO_COMPANY);
                    }
                })
                .chain(() -> fence.pass(tx, payee.id(), now))
                .chain(() -> payoutAccounts.cooled(tx, member, now))
                .call(() -> withdrawals
                        .ofDay(tx, member, now)
                        .invoke(day -> settings.limits().allow(wish.amount(), day)))
                .chain(account -> name(tx, asked, account, wish.realName(), now))
                .chain(name -> setAside(tx, asked, names.seal(asked, name)))
                .chain(() -> decide(tx, asked, openid, now));
    }

    private Uni<Optional<String>> name(
            Tx tx, Withdrawal asked, PayoutAccount account, Optional<String> given, Instant now) {
        if (!PayeeNames.needed(asked)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return payoutAccounts.name(tx, account, given, now).invoke(name -> {
            if (name.isEmpty()) {
                throw Refused.fields(
                        CommissionProblem.WITHDRAWAL_NEEDS_NAME,
                        List.of(new FieldError("realName", "is needed for this amount")));
            }
        });
    }

    private Uni<Void> setAside(Tx tx, Withdrawal asked, Optional<String> sealedName) {
        return accounts.take(tx, asked.payee().id(), asked.amount())
                .chain(taken -> taken ? Uni.createFrom().voidItem() : refuse(tx, asked.payee()))
                .chain(() -> withdrawals.insert(tx, asked, sealedName))
                .chain(() -> ledger.post(tx, List.of(Books.request(asked))))
                .replaceWithVoid();
    }

    private Uni<Void> refuse(Tx tx, Payee payee) {
        return accounts.balances(tx, List.of(payee)).map(List::getFirst).map(account -> {
            throw new Refused(
                    account.available().isNegative()
                            ? CommissionProblem.COMMISSION_DEBT
                            : CommissionProblem.COMMISSION_SHORT);
        });
    }

    private Uni<Withdrawal> decide(Tx tx, Withdrawal asked, String openid, Instant now) {
        var next = asked.with(asked.state().submit(asked.amount(), settings.fourEyesAbove()), now);
        return withdrawals
                .save(tx, next)
                .chain(saved -> saved.state().kind() == WithdrawalState.Kind.APPROVED
                        ? send.fresh(tx, saved, openid, now)
                        : Uni.createFrom().item(saved));
    }
}
