package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A refund of an order has arrived at the buyer; {@code closed} when nothing of the order is left.
 *
 * @param lines how much of {@code amountFen} is goods, by line; empty for money that never belonged to the order (cause LATE_PAYMENT,
 *     DOUBLE_PAYMENT)
 * @param firm the order was firm before: {@link OrderPaid} was told of it
 */
public record OrderRefunded(
        UUID eventId,
        Instant occurredAt,
        UUID orderId,
        String orderNo,
        UUID memberId,
        String refundNo,
        long amountFen,
        String cause,
        boolean closed,
        boolean firm,
        List<Line> lines)
        implements DomainEvent {

    /**
     * Goods money of one line. {@code units} is 0 for goodwill that takes nothing back.
     *
     * @param goodsBeforeFen what earlier refunds had given back of the line: with it a refund can be understood alone, in
     *     whatever order refunds are heard
     */
    public record Line(UUID lineId, int units, long goodsFen, long goodsBeforeFen) {}

    @Override
    public String key() {
        return orderId.toString();
    }
}
