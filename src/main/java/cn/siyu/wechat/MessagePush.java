package cn.siyu.wechat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What WeChat pushes to the server of the mini-program, in its secure mode: signed and encrypted under settings of ours. */
public interface MessagePush {

    /** What WeChat adds to the address; whatever is absent proves nothing. */
    record Proof(
            @Nullable String timestamp,
            @Nullable String nonce,
            @Nullable String signature) {}

    /** The money of a payment is the shop's. */
    record Settlement(String outTradeNo, Instant at) {}

    /** Whether it is WeChat that looks whether the address is ours; {@link NotGenuine} otherwise. */
    void greeted(Proof proof);

    /** The settlement that a push tells of; empty for every other event. {@link NotGenuine} for what is not WeChat's. */
    Optional<Settlement> open(Proof proof, byte[] body);
}
