package cn.siyu.wechat;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What WeCom tells of customers and chats: signed and encrypted under settings of ours. {@link NotGenuine} for everything else. */
public interface WeComPush {

    /** What WeCom adds to the address; whatever is absent proves nothing. */
    record Proof(
            @Nullable String signature,
            @Nullable String timestamp,
            @Nullable String nonce) {}

    /**
     * Something happened. An event is known by all of its parts: WeCom gives it no number.
     *
     * @param kind such as {@code change_external_contact}
     * @param change such as {@code add_external_contact}
     * @param userId of the one of the shop whom it is about
     */
    record Event(
            String kind,
            String change,
            Instant at,
            Optional<String> userId,
            Optional<String> externalUserId,
            Optional<String> chatId,
            Optional<String> state,
            Optional<String> failReason) {}

    /** What WeCom wants to hear when it looks whether the address is ours. */
    String greeted(Proof proof, @Nullable String echo);

    Event open(Proof proof, byte[] body);
}
