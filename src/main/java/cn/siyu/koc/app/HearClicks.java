package cn.siyu.koc.app;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.store.SaleStore;
import cn.siyu.koc.store.TaskStore;
import cn.siyu.sharing.ClickBound;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What follows from the opening of a link: whoever opened it was there on that day, which silent members are not, and a task that wants it opened is done. */
@Singleton
public class HearClicks {

    private final SaleStore sales;
    private final TaskStore tasks;

    @Inject
    HearClicks(SaleStore sales, TaskStore tasks) {
        this.sales = sales;
        this.tasks = tasks;
    }

    private static boolean byKoc(ClickBound click) {
        return click.sharerKind().equals(Sharer.Kind.KOC.name());
    }

    public Uni<Void> opened(Tx tx, ClickBound click) {
        return sales.see(tx, click.memberId(), ShopCalendar.dayOf(click.clickedAt()))
                .chain(() -> byKoc(click)
                        ? tasks.prove(tx, click.token(), click.memberId(), click.clickedAt())
                        : Uni.createFrom().item(0))
                .replaceWithVoid();
    }
}
