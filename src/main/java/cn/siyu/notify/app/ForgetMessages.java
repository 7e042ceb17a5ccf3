package cn.siyu.notify.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.notify.store.MessageStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Removes what nobody asks about any more: who was told what is personal data. */
@Singleton
class ForgetMessages {

    private static final int BITE = 5_000;

    private final Transactions transactions;
    private final MessageStore messages;
    private final ShopClock clock;
    private final Duration keptFor;

    @Inject
    ForgetMessages(
            Transactions transactions,
            MessageStore messages,
            ShopClock clock,
            @ConfigProperty(name = "siyu.notify.kept-for") Duration keptFor) {
        this.transactions = transactions;
        this.messages = messages;
        this.clock = clock;
        this.keptFor = keptFor;
    }

    @Scheduled(every = "${siyu.notify.forget-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return transactions
                .in(tx -> messages.deleteEndedBefore(tx, clock.instant().minus(keptFor), BITE))
                .replaceWithVoid();
    }
}
