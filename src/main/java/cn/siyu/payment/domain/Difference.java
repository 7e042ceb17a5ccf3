package cn.siyu.payment.domain;

import cn.siyu.wechat.Bills.What;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * One number about which WeChat's bill and our rows differ. What a side does not have is empty.
 *
 * @param number ours: of the order, the refund or the transfer
 * @param order whose money it is, as far as we know
 */
public record Difference(
        LocalDate day,
        What what,
        String number,
        DifferenceKind kind,
        Optional<Long> oursFen,
        Optional<Long> theirsFen,
        Optional<String> oursState,
        Optional<String> theirsState,
        Optional<String> weChatNumber,
        Optional<UUID> order) {}
