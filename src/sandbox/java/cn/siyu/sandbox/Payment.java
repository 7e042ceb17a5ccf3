package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One merchant order at WeChat, from its first prepay to paid or closed. */
record Payment(
        String outTradeNo,
        JsonNode request,
        Instant createdAt,
        List<Prepay> prepays,
        State state,
        @Nullable String transactionId,
        @Nullable Instant paidAt,
        Shipping shipping) {
    /** WeChat closes an unpaid order by itself after seven days. */
    private static final Duration LIFE = Duration.ofDays(7);

    /** What the buyer did so far. "Turned into refund" is not a state of its own: it follows from the refunds. */
    enum State {
        NOTPAY,
        PAYERROR,
        SUCCESS,
        CLOSED
    }

    /** A permission to open the cashier once more for the same order. */
    record Prepay(String id, Instant expiresAt) {}

    /**
     * How often the merchant reported the parcel, the last time it wrote, and what.
     *
     * @param special what it said of a pre-sale or a test
     */
    record Shipping(
            int uploads,
            boolean complete,
            @Nullable Instant uploadedAt,
            @Nullable JsonNode report,
            @Nullable JsonNode special) {
        static final Shipping NONE = new Shipping(0, false, null, null, null);

        Shipping announced(JsonNode as) {
            return new Shipping(uploads, complete, uploadedAt, report, as);
        }
    }

    static Payment opened(String outTradeNo, JsonNode request, Instant now) {
        return new Payment(outTradeNo, request, now, List.of(), State.NOTPAY, null, null, Shipping.NONE);
    }

    Payment prepared(Prepay prepay) {
        var all = Stream.concat(prepays.stream(), Stream.of(prepay)).toList();
        return new Payment(outTradeNo, request, createdAt, all, state, transactionId, paidAt, shipping);
    }

    Payment paid(String transaction, Instant now) {
        return new Payment(outTradeNo, request, createdAt, prepays, State.SUCCESS, transaction, now, shipping);
    }

    Payment failed() {
        return new Payment(outTradeNo, request, createdAt, prepays, State.PAYERROR, null, null, shipping);
    }

    Payment closed() {
        return new Payment(outTradeNo, request, createdAt, prepays, State.CLOSED, null, null, shipping);
    }

    Payment shipped(Shipping report) {
        return new Payment(outTradeNo, request, createdAt, prepays, state, transactionId, paidAt, report);
    }

    long totalFen() {
        return request.at("/amount/total").asLong();
    }

    String openid() {
        return request.at("/payer/openid").asText();
    }

    String notifyUrl() {
        return request.path("notify_url").asText();
    }

    Optional<Instant> expiresAt() {
        return request.has("time_expire")
                ? Optional.of(OffsetDateTime.parse(request.path("time_expire").asText())
                        .toInstant())
                : Optional.empty();
    }

    boolean outlived(Instant now) {
        return state != State.SUCCESS && !now.isBefore(createdAt.plus(LIFE));
    }

    /** Whether a buyer who looks at the cashier now could still pay. */
    boolean payable(Instant now) {
        var open = state == State.NOTPAY || state == State.PAYERROR;
        var inTime = expiresAt().map(now::isBefore).orElse(true);
        return open && inTime && prepays.stream().anyMatch(prepay -> now.isBefore(prepay.expiresAt()));
    }
}
