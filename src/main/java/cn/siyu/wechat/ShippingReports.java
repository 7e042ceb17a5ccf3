package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the shop tells WeChat about parcels ({@code upload_shipping_info}): until then the money of an order stays frozen. */
public interface ShippingReports {

    /** The most parcels that one report may name. */
    int MOST_PARCELS = 15;

    /** The longest text about what is in a parcel. */
    int LONGEST_CONTENTS = 120;

    /** @param carrier by WeChat's code, such as {@code SF}; {@code contact} of the receiver, masked but for four digits */
    record Parcel(String carrier, String trackingNo, String contents, String contact) {}

    /**
     * All that has left of one payment so far.
     *
     * @param split it leaves in several parcels: WeChat then waits for {@code complete}
     * @param at later than in any report before it about the same payment
     */
    record Report(
            String transactionId, String openid, List<Parcel> parcels, boolean split, boolean complete, Instant at) {}

    /** What WeChat said; silence is {@link WeChatUnknown}, and then the same may be told again with a later time. */
    sealed interface Answer {

        record Accepted() implements Answer {}

        /** 10060002, 10060003: WeChat has a complete report of this payment and takes no other. */
        record Finished(String code) implements Answer {}

        /** Nothing was changed. */
        record Refused(String code) implements Answer {}
    }

    Uni<Answer> upload(Report report);

    /** What WeChat said of a special order; silence is {@link WeChatUnknown}, and then the same may be told again. */
    sealed interface Heard {

        record Taken() implements Heard {}

        /** 268546002: it knows no such order that is to be sent, perhaps not yet. */
        record Unheard(String code) implements Heard {}

        /** The same will be refused whenever it is told. */
        record Never(String code) implements Heard {}
    }

    /**
     * Tells that a payment's order is not sent within 48 hours ({@code opspecialorder}).
     *
     * @param shipsBy by when a pre-sale is sent: more than 15 and at most 330 days after its payment; empty: it is a test
     */
    Uni<Heard> announce(String transactionId, Optional<Instant> shipsBy);
}
