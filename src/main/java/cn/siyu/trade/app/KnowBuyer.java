package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What a buyer is known by besides his account: unionid, phones, the door that the parcels go to, each as a keyed hash (B20).
 * Read before the transaction, kept with the order.
 */
@ApplicationScoped
class KnowBuyer {

    private static final String ADDRESS = "address";

    private final MemberCards members;
    private final PiiCipher cipher;
    private final Transactions transactions;

    @Inject
    KnowBuyer(MemberCards members, PiiCipher cipher, Transactions transactions) {
        this.members = members;
        this.cipher = cipher;
        this.transactions = transactions;
    }

    Uni<Person> of(MemberId member, DeliveryAddress address) {
        return members.of(transactions.reads(), List.of(member)).map(cards -> {
            var keys = new HashSet<String>();
            cards.forEach(card -> keys.addAll(card.keys()));
            keys.add(members.phoneKey(address.phone()));
            keys.add(ADDRESS + ":" + cipher.index(door(address), ADDRESS));
            return new Person(member.value(), keys);
        });
    }

    /** The same door however its spaces were typed. */
    private static String door(DeliveryAddress address) {
        return address.regionCode() + "|"
                + address.detail().replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
