package cn.siyu.trade.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.store.OrderPages;
import cn.siyu.trade.store.OrderPages.Note;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Staff write something down about an order. */
@Singleton
public class NoteOrder {

    private final OrderStore orders;
    private final OrderPages pages;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    NoteOrder(OrderStore orders, OrderPages pages, Transactions transactions, ShopClock clock) {
        this.orders = orders;
        this.pages = pages;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<Void> note(OrderId id, String text, Actor author) {
        return transactions.in(tx -> orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> pages.addNote(tx, Ids.next(), id, new Note(author.name(), text, clock.instant())))
                .replaceWithVoid());
    }
}
