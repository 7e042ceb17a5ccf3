package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.DayAllowance;
import cn.siyu.payment.store.TransferDayStore;
import cn.siyu.payment.store.TransferDayStore.Waiting;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Gives transfers the day on which they go out: the oldest first, and what is over WeChat's limit waits for the next day. */
@Singleton
class AdmitTransfers {

    private final TransferDayStore days;
    private final PaymentSettings settings;

    @Inject
    AdmitTransfers(TransferDayStore days, PaymentSettings settings) {
        this.days = days;
        this.settings = settings;
    }

    /** Before the claim, in its transaction. */
    Uni<Void> admit(Tx tx, Instant now, int most) {
        return days.waiting(tx, now, most)
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().voidItem() : decide(tx, waiting, now));
    }

    private Uni<Void> decide(Tx tx, List<Waiting> waiting, Instant now) {
        var day = ShopCalendar.dayOf(now);
        return days.lock(tx, day).chain(used -> {
            var allowance = new DayAllowance(settings.transferDay(), used);
            var admitted = new ArrayList<UUID>();
            var late = new ArrayList<UUID>();
            for (var each : waiting) {
                if (allowance.has(each.amount())) {
                    allowance = allowance.less(each.amount());
                    admitted.add(each.id());
                } else {
                    late.add(each.id());
                }
            }
            return days.admit(tx, day, allowance.used(), admitted)
                    .chain(() -> days.putOff(tx, late, ShopCalendar.startOf(day.plusDays(1))));
        });
    }
}
