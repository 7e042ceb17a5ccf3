package cn.siyu.audience;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who has bought before, told by trade in the transactions in which it becomes so. A person is known by several keys (member,
 * unionid, phone, address), so that a second account is no new member (B20).
 */
public interface Buyers {

    /**
     * @param keys what the person is known by, each a keyed hash with its kind in front, such as {@code phone:...}; never
     *     plain personal data. The member itself need not be among them
     */
    record Person(UUID member, Set<String> keys) {}

    /** An order that has become firm: whose, how much was paid, when. */
    record Purchase(UUID order, Person person, Money total, Instant at) {}

    /** Whether none of the person's keys has ever been on a firm order: paid, and held back by nothing. */
    Uni<Boolean> isNew(Sql sql, Person person);

    /**
     * An order became firm. Answers whether it is the person's first. Two first orders at once: the second waits and is told
     * no. A repetition of the same order gets the same answer.
     */
    default Uni<Boolean> bought(Tx tx, Person person, UUID order, Money total, Instant at) {
        return bought(tx, List.of(new Purchase(order, person, total, at))).map(first -> first.contains(order));
    }

    /**
     * The same for several orders of one transaction: answers those that are their person's first. A transaction that makes
     * more than one order firm tells them in one call, because the persons are locked in one order.
     */
    Uni<Set<UUID>> bought(Tx tx, Collection<Purchase> purchases);

    /**
     * Money of a firm order went back; {@code reference} is unique, such as the refund number. Of an order that never was firm
     * nothing is noted.
     */
    Uni<Void> refunded(Tx tx, UUID member, UUID order, String reference, Money amount, Instant at);
}
