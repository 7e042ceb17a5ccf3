package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * WeCom (企业微信): the contacts and chats of the shop's people, and what passes from one of them to another. Failures are
 * {@link WeChatRefused} or {@link WeChatUnknown}; too many calls are unknown, for a job to come again.
 */
public interface WeCom {

    /** Most customers, and most chats, of one transfer. */
    int MOST_AT_ONCE = 100;

    /** Whether the shop has a corporation at WeCom at all. */
    boolean configured();

    /**
     * A customer whom somebody of the shop has added.
     *
     * @param unionid as WeChat knows him; absent unless the corporation is bound to the mini-program's open platform
     */
    record Contact(String externalUserId, String userId, Optional<String> unionid, Instant addedAt) {}

    /** Some of a list; {@code next} is where the rest begins, empty at its end. */
    record Some<T>(List<T> items, String next) {}

    /**
     * Who sits in a chat.
     *
     * @param external a customer; the others are of the shop
     * @param scene 1 asked directly, 2 by a link, 3 by a code
     * @param state of the join way by which he came
     */
    record ChatMember(
            String userId,
            boolean external,
            Optional<String> unionid,
            Instant joinedAt,
            int scene,
            Optional<String> state) {}

    /** A chat with customers in it. */
    record Chat(String chatId, String name, String ownerUserId, List<ChatMember> members) {}

    /** How far the passing on of a customer is: {@code 0} is accepted, everything else is WeCom's own code. */
    record Handed(String id, String code) {

        public boolean taken() {
            return code.equals("0");
        }
    }

    /** What has become of a customer who was passed on. */
    enum Passing {
        DONE,
        WAITING,
        CUSTOMER_REFUSED,
        SUCCESSOR_FULL,
        NO_RECORD
    }

    /** @param at when it took place, of one that is done */
    record Passed(String externalUserId, Passing state, Optional<Instant> at) {}

    /**
     * How customers get into chats (D4).
     *
     * @param chats at most five
     * @param state at most thirty characters: comes back with everybody who joins this way
     */
    record JoinWay(List<String> chats, String state, boolean autoCreate, Optional<String> baseName, int baseNumber) {}

    /** A join way as it is kept at WeCom: the address of its QR code. */
    record JoinCode(String configId, String qrCode) {}

    /** The external ids of one's customers. */
    Uni<List<String>> contacts(String userId);

    /** A customer as all those of the shop who have added him know him. */
    Uni<List<Contact>> contact(String externalUserId);

    /** The customers of one with what is known of them, a hundred at a time. */
    Uni<Some<Contact>> contactsOf(String userId, String from);

    /** A customer of one who has left, of whom nobody takes care. */
    record Unassigned(String userId, String externalUserId) {}

    /** The customers of all who have left, a thousand at a time. */
    Uni<Some<Unassigned>> unassigned(String from);

    /** The ids of the chats that somebody owns. */
    Uni<Some<String>> chats(String ownerUserId, String from);

    Uni<Chat> chat(String chatId);

    /**
     * Asks that customers pass from one to the other; each of them is asked, and who says nothing has agreed a day later.
     *
     * @param resigned whether the first one has left the corporation
     */
    Uni<List<Handed>> passCustomers(String from, String to, List<String> externalUserIds, boolean resigned);

    Uni<Some<Passed>> passed(String from, String to, String cursor, boolean resigned);

    /** Answers those that did not pass, with WeCom's code; the others have. */
    Uni<List<Handed>> passChats(List<String> chatIds, String to, boolean resigned);

    Uni<JoinCode> joinWay(JoinWay way);
}
