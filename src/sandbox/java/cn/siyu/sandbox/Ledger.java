package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** WeChat's own books: payments, refunds, transfers and notifications, durable across restarts of the sandbox. */
final class Ledger implements AutoCloseable {
    private final VirtualClock clock;
    private final Journal journal;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Refund> refunds = new LinkedHashMap<>();
    private final Map<String, List<String>> refundsOfPayment = new HashMap<>();
    private final Map<String, String> paymentOfTransaction = new HashMap<>();
    private final Map<String, String> paymentOfPrepay = new HashMap<>();
    private final Map<String, Transfer> transfers = new LinkedHashMap<>();
    private final Map<String, Authorization> authorizations = new LinkedHashMap<>();
    private final Map<String, Notification> notifications = new LinkedHashMap<>();
    private final Map<String, List<String>> notificationsOfNumber = new HashMap<>();
    private final Set<String> spentCodes = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> unionids = new HashMap<>();

    private Ledger(VirtualClock clock, Path file) throws IOException {
        this.clock = clock;
        this.journal = Journal.open(file, this::replay);
    }

    static Ledger open(Path folder, VirtualClock clock) throws IOException {
        return new Ledger(clock, folder.resolve("wechat-sandbox-journal.jsonl"));
    }

    private void replay(String kind, JsonNode value) {
        switch (kind) {
            case "payment" -> keep(Json.as(value, Payment.class));
            case "refund" -> keep(Json.as(value, Refund.class));
            case "transfer" -> keep(Json.as(value, Transfer.class));
            case "authorization" -> keep(Json.as(value, Authorization.class));
            case "notification" -> keep(Json.as(value, Notification.class));
            case "code" -> spentCodes.add(value.asText());
            case "member" -> keepMember(Json.as(value, Member.class));
            default -> throw new IllegalStateException("The sandbox journal holds a line of unknown kind " + kind);
        }
    }

    // Payments

    Optional<Payment> payment(String outTradeNo) {
        return Optional.ofNullable(payments.get(outTradeNo)).map(this::closedWhenOutlived);
    }

    Optional<Payment> paymentOfTransaction(String transactionId) {
        return Optional.ofNullable(paymentOfTransaction.get(transactionId)).flatMap(this::payment);
    }

    Optional<Payment> paymentOfPrepay(String prepayId) {
        return Optional.ofNullable(paymentOfPrepay.get(prepayId)).flatMap(this::payment);
    }

    Collection<Payment> payments() {
        return payments.values();
    }

    void save(Payment payment) {
        journal.append("payment", payment);
        keep(payment);
    }

    private void keep(Payment payment) {
        payments.put(payment.outTradeNo(), payment);
        payment.prepays().forEach(prepay -> paymentOfPrepay.put(prepay.id(), payment.outTradeNo()));
        var transaction = payment.transactionId();
        if (transaction != null) {
            paymentOfTransaction.put(transaction, payment.outTradeNo());
        }
    }

    private Payment closedWhenOutlived(Payment payment) {
        return payment.outlived(clock.now()) ? payment.closed() : payment;
    }

    // Refunds

    Optional<Refund> refund(String outRefundNo) {
        return Optional.ofNullable(refunds.get(outRefundNo));
    }

    Collection<Refund> refunds() {
        return refunds.values();
    }

    List<Refund> refundsOf(String outTradeNo) {
        return refundsOfPayment.getOrDefault(outTradeNo, List.of()).stream()
                .flatMap(number -> refund(number).stream())
                .toList();
    }

    /** What was given back or is still promised: a closed refund takes nothing. */
    long promisedBackFen(String outTradeNo) {
        return refundsOf(outTradeNo).stream()
                .filter(refund -> refund.status() != Refund.Status.CLOSED)
                .mapToLong(Refund::fen)
                .sum();
    }

    long refundedFen(String outTradeNo) {
        return refundsOf(outTradeNo).stream()
                .filter(refund -> refund.status() == Refund.Status.SUCCESS)
                .mapToLong(Refund::fen)
                .sum();
    }

    void save(Refund refund) {
        journal.append("refund", refund);
        keep(refund);
    }

    private void keep(Refund refund) {
        if (refunds.put(refund.outRefundNo(), refund) == null) {
            refundsOfPayment
                    .computeIfAbsent(refund.outTradeNo(), _ -> new ArrayList<>())
                    .add(refund.outRefundNo());
        }
    }

    // Transfers

    Optional<Transfer> transfer(String outBillNo) {
        return Optional.ofNullable(transfers.get(outBillNo));
    }

    Collection<Transfer> transfers() {
        return Collections.unmodifiableCollection(transfers.values());
    }

    void save(Transfer transfer) {
        journal.append("transfer", transfer);
        keep(transfer);
    }

    private void keep(Transfer transfer) {
        transfers.put(transfer.outBillNo(), transfer);
    }

    Optional<Authorization> authorization(String outNo) {
        return Optional.ofNullable(authorizations.get(outNo));
    }

    Collection<Authorization> authorizations() {
        return Collections.unmodifiableCollection(authorizations.values());
    }

    void save(Authorization authorization) {
        journal.append("authorization", authorization);
        keep(authorization);
    }

    private void keep(Authorization authorization) {
        authorizations.put(authorization.outNo(), authorization);
    }

    /** What the merchant may dispose of: paid, less what was promised back or to persons. */
    long balanceFen() {
        var paid = payments.values().stream()
                .filter(payment -> payment.state() == Payment.State.SUCCESS)
                .mapToLong(Payment::totalFen)
                .sum();
        var back = refunds.values().stream()
                .filter(refund -> refund.status() != Refund.Status.CLOSED)
                .mapToLong(Refund::fen)
                .sum();
        var out = transfers.values().stream()
                .filter(Transfer::takesMoney)
                .mapToLong(Transfer::fen)
                .sum();
        return paid - back - out;
    }

    // Notifications

    Optional<Notification> notification(String id) {
        return Optional.ofNullable(notifications.get(id));
    }

    Collection<Notification> notifications() {
        return Collections.unmodifiableCollection(notifications.values());
    }

    List<Notification> notificationsOf(String number) {
        return notificationsOfNumber.getOrDefault(number, List.of()).stream()
                .flatMap(id -> notification(id).stream())
                .toList();
    }

    void save(Notification notification) {
        journal.append("notification", notification);
        keep(notification);
    }

    private void keep(Notification notification) {
        if (notifications.put(notification.id(), notification) == null) {
            notificationsOfNumber
                    .computeIfAbsent(notification.number(), _ -> new ArrayList<>())
                    .add(notification.id());
        }
    }

    // People

    /** Marks a one-time code as used; false if it already was. */
    boolean spend(String code) {
        var fresh = spentCodes.add(code);
        if (fresh) {
            journal.append("code", code);
        }
        return fresh;
    }

    boolean spent(String code) {
        return spentCodes.contains(code);
    }

    void save(Member member) {
        if (!member.equals(memberOf(member.openid()).orElse(null))) {
            journal.append("member", member);
            keepMember(member);
        }
    }

    Optional<Member> memberOf(String openid) {
        return Optional.ofNullable(names.get(openid)).map(this::member);
    }

    Member member(String name) {
        return new Member(name, unionids.get(name));
    }

    private void keepMember(Member member) {
        names.put(member.openid(), member.name());
        var unionid = member.unionid();
        if (unionid != null) {
            unionids.put(member.name(), unionid);
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
