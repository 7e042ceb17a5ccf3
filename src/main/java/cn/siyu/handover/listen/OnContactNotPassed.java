package cn.siyu.handover.listen;

import cn.siyu.handover.domain.WeComRules;
import cn.siyu.handover.store.ItemStore;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.ContactNotPassed;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** A customer said no, or the successor has too many: known before WeCom is asked the next time. */
@Singleton
class OnContactNotPassed implements Listener<ContactNotPassed> {

    private final ItemStore items;
    private final ShopClock clock;

    @Inject
    OnContactNotPassed(ItemStore items, ShopClock clock) {
        this.items = items;
        this.clock = clock;
    }

    @Override
    public String consumer() {
        return "handover.contact-not-passed";
    }

    @Override
    public Class<ContactNotPassed> hears() {
        return ContactNotPassed.class;
    }

    @Override
    public Uni<Void> on(Tx tx, ContactNotPassed event) {
        return WeComRules.calledOut(event.reason(), clock.instant())
                .map(verdict -> items.notPassed(
                                tx,
                                event.successorUserId(),
                                event.externalUserId(),
                                verdict.code().orElse(event.reason()),
                                verdict.retryAt())
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
