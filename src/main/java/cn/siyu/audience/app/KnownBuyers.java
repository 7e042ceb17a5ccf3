package cn.siyu.audience.app;

import cn.siyu.audience.Buyers;
import cn.siyu.audience.store.BuyerStore;
import cn.siyu.audience.store.BuyerStore.OrderKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Remembers persons by their keys: whoever shares one with a firm order has bought before. */
@Singleton
class KnownBuyers implements Buyers {

    private final BuyerStore store;

    @Inject
    KnownBuyers(BuyerStore store) {
        this.store = store;
    }

    @Override
    public Uni<Boolean> isNew(Sql sql, Person person) {
        return store.anyKnown(sql, keys(person)).map(known -> !known);
    }

    @Override
    public Uni<Set<UUID>> bought(Tx tx, Collection<Purchase> purchases) {
        var all = List.copyOf(purchases);
        return all.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : store.take(tx, all.stream().flatMap(KnownBuyers::orderKeys).toList())
                        .call(() -> store.count(tx, all));
    }

    @Override
    public Uni<Void> refunded(Tx tx, UUID member, UUID order, String reference, Money amount, Instant at) {
        return store.refund(tx, member, order, reference, amount, at);
    }

    private static Stream<OrderKey> orderKeys(Purchase purchase) {
        return keys(purchase.person()).stream().map(key -> new OrderKey(key, purchase.order(), purchase.at()));
    }

    /** The member is a key by itself, whatever else is known. */
    private static Set<String> keys(Person person) {
        var keys = new HashSet<>(person.keys());
        keys.add("member:" + person.member());
        return keys;
    }
}
