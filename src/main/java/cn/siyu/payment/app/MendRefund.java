package cn.siyu.payment.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.domain.Refund.Proposal;
import cn.siyu.payment.domain.Refund.State;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.BankCard;
import cn.siyu.wechat.WeChatPay.RefundState;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The ways out for a refund that WeChat cannot carry out. An ABNORMAL one may be sent to another account, under its own
 * number. One that stays stuck may be paid by hand: one person proposes it with a proof, another confirms it (four eyes).
 * Before each WeChat is asked; one that it refuses, and does not know, is not sent any more once it was proposed.
 */
@Singleton
public class MendRefund {

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final Idempotency idempotency;
    private final RefundStore refunds;
    private final SettleRefund settle;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    MendRefund(
            WeChatPay weChat,
            Transactions transactions,
            Idempotency idempotency,
            RefundStore refunds,
            SettleRefund settle,
            AuditLog audit,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.refunds = refunds;
        this.settle = settle;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who asks, under which key, and why. */
    public record Wish(Actor actor, IdempotencyKey key, String reason) {}

    /** Stored here and sent by the sweep (REL-07); without a card the money goes back to the merchant's bank account. */
    public <V> Uni<Response> divert(Wish wish, UUID id, Optional<BankCard> card, Function<Refund, V> view) {
        return once(
                wish, "refunds.divert", id, List.of(card.map(MendRefund::mark).orElse("")), view, (tx, refund) -> {
                    if (refund.state() != State.ABNORMAL
                            || refund.desk().weChatId().isEmpty()) {
                        throw new Refused(refund.isStuck() ? PaymentProblem.REFUND_NOT_ABNORMAL : whyNotStuck(refund));
                    }
                    return refunds.diverted(tx, id, weChat.abnormalBody(refund.outRefundNo(), card), clock.instant())
                            .chain(() -> noted(
                                    tx,
                                    wish,
                                    "refund.divert",
                                    refund,
                                    Map.of("to", card.isPresent() ? "buyer's card" : "merchant's bank account")));
                });
    }

    /** As much of a card as tells two requests apart. */
    private static String mark(BankCard card) {
        return card.bank() + card.account().substring(Math.max(0, card.account().length() - 4));
    }

    /** @param proof how it can be seen that the money went, such as the number of a bank transfer */
    public <V> Uni<Response> propose(Wish wish, UUID id, String proof, Function<Refund, V> view) {
        return asked(id)
                .chain(() -> once(wish, "refunds.propose-outside", id, List.of(proof), view, (tx, refund) -> {
                    mustBeDecidable(refund);
                    return refunds.proposed(tx, id, wish.actor(), proof, wish.reason(), clock.instant())
                            .chain(() -> noted(tx, wish, "refund.outside.propose", refund, Map.of("proof", proof)));
                }));
    }

    /** By somebody else than the one who proposed it, and only when WeChat says again that it has not paid. */
    public <V> Uni<Response> confirm(Wish wish, UUID id, Function<Refund, V> view) {
        return asked(id)
                .chain(() -> once(wish, "refunds.confirm-outside", id, List.of(), view, (tx, refund) -> {
                    mustBeDecidable(refund);
                    var proposal =
                            refund.desk().proposal().orElseThrow(() -> new Refused(PaymentProblem.REFUND_NOT_PROPOSED));
                    if (proposal.by().equals(wish.actor().id())) {
                        throw new Refused(PaymentProblem.SECOND_PERSON_NEEDED);
                    }
                    return settle.outside(tx, refund, clock.instant())
                            .chain(() -> noted(tx, wish, "refund.outside.confirm", refund, told(proposal)));
                }));
    }

    private static Map<String, String> told(Proposal proposal) {
        return Map.of("proof", proposal.proof(), "proposedBy", proposal.name(), "proposedFor", proposal.reason());
    }

    /** Looked at behind the row's lock: a sweep that has just taken it to send it has said so there. */
    private void mustBeDecidable(Refund refund) {
        if (!refund.isStuck()) {
            throw new Refused(whyNotStuck(refund));
        }
        if (refund.decidableFrom().filter(clock.instant()::isBefore).isPresent()) {
            throw new Refused(PaymentProblem.REFUND_MAY_ARRIVE);
        }
    }

    private static PaymentProblem whyNotStuck(Refund refund) {
        return refund.state() == State.SUCCESS
                ? PaymentProblem.REFUND_ALREADY_SETTLED
                : PaymentProblem.REFUND_NOT_STUCK;
    }

    private Uni<Void> asked(UUID id) {
        return refunds.find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(refund ->
                        refund.isStuck() ? askAgain(refund) : Uni.createFrom().voidItem());
    }

    /** What WeChat says by now is written down first; if it has paid or is paying, nobody else may. */
    private Uni<Void> askAgain(Refund refund) {
        return weChat.queryRefund(refund.outTradeNo(), refund.outRefundNo())
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE))
                .chain(told -> stillStuck(refund, told)
                        ? Uni.createFrom().voidItem()
                        : transactions
                                .in(tx -> settle.hear(tx, told, clock.instant()))
                                .chain(() -> Uni.createFrom().failure(new Refused(CommonProblem.STATE_CHANGED))));
    }

    private static boolean stillStuck(Refund refund, WeChatPay.Refund told) {
        return refund.isRefused()
                ? told.state() == RefundState.UNKNOWN_NUMBER
                : told.state() == RefundState.CLOSED || told.state() == RefundState.ABNORMAL;
    }

    private interface Step {
        Uni<Void> on(Tx tx, Refund refund);
    }

    private <V> Uni<Response> once(
            Wish wish, String operation, UUID id, List<String> more, Function<Refund, V> view, Step step) {
        return idempotency.once(
                wish.actor().id(),
                operation,
                wish.key(),
                List.of(id, wish.reason(), more),
                Response.Status.OK.getStatusCode(),
                tx -> refunds.lock(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(refund -> step.on(tx, refund))
                        .chain(() -> refunds.find(tx, id))
                        .map(view));
    }

    private Uni<Void> noted(Tx tx, Wish wish, String action, Refund refund, Map<String, String> after) {
        return audit.append(
                tx,
                new AuditEntry(
                        wish.actor(), action, "refund", refund.refundNo(), wish.reason(), refund.state(), after));
    }
}
