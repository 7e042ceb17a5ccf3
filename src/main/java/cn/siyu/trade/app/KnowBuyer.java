package cn.siyu.trade.app;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a buyer is known by besides his account: unionid, phones, the door that the parcels go to, each as a keyed hash (B20).
 * Read before the transaction, kept with the order.
 */
@Singleton
class KnowBuyer {

    private static final String ADDRESS = "address";

    private final MemberCards members;
    private final PiiCipher cipher;
    private final Gather<MemberId, MemberCard> cards;

    @Inject
    KnowBuyer(MemberCards members, PiiCipher cipher, Lookups lookups, FreshContext contexts) {
        this.members = members;
        this.cipher = cipher;
        this.cards = new Gather<>(
                contexts,
                asked -> members.of(lookups.reads(), asked)
                        .map(found -> found.stream().collect(Collectors.toMap(MemberCard::id, Function.identity()))));
    }

    Uni<Person> of(MemberId member, DeliveryAddress address) {
        return card(member).map(card -> person(member, card, address));
    }

    /** What the account alone says. */
    Uni<Optional<MemberCard>> card(MemberId member) {
        return cards.of(member);
    }

    Person person(MemberId member, Optional<MemberCard> card, DeliveryAddress address) {
        var keys = new HashSet<String>();
        card.ifPresent(his -> keys.addAll(his.keys()));
        keys.add(members.phoneKey(address.phone()));
        keys.add(ADDRESS + ":" + cipher.index(door(address), ADDRESS));
        return new Person(member.value(), keys);
    }

    /** The same door however its spaces were typed. */
    private static String door(DeliveryAddress address) {
        return address.regionCode() + "|"
                + address.detail().replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
