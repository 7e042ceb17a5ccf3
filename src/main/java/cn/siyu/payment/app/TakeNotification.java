package cn.siyu.payment.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.store.NotificationStore;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.Notification;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import io.smallrye.mutiny.Uni;
import io.vertx.core.eventbus.EventBus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** Takes a notification into the inbox and commits, so that WeChat may be told; the effect follows from there (REL-04). */
@ApplicationScoped
public class TakeNotification {

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final NotificationStore inbox;
    private final PiiCipher cipher;
    private final EventBus bus;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    TakeNotification(
            WeChatPay weChat,
            Transactions transactions,
            NotificationStore inbox,
            PiiCipher cipher,
            EventBus bus,
            Alarms alarms,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.inbox = inbox;
        this.cipher = cipher;
        this.bus = bus;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Refused for everything that is not WeChat's word about a number and a sum of ours. */
    public Uni<Void> take(NotificationHeaders headers, byte[] rawBody) {
        return opened(headers, rawBody)
                .map(notification -> transactions.in(tx -> take(tx, notification, rawBody)))
                .orElseGet(() -> Uni.createFrom().failure(new Refused(PaymentProblem.NOTIFICATION_REFUSED)));
    }

    private Optional<Notification> opened(NotificationHeaders headers, byte[] rawBody) {
        try {
            return Optional.of(weChat.open(headers, rawBody));
        } catch (NotGenuine forged) {
            alarms.refusedNotification(String.valueOf(forged.getMessage()));
            return Optional.empty();
        }
    }

    private Uni<Void> take(Tx tx, Notification notification, byte[] rawBody) {
        return inbox.expectedAmount(tx, notification)
                .chain(expected -> Optional.ofNullable(expected).equals(NotificationStore.amount(notification))
                        ? keep(tx, notification, rawBody)
                        : foreign(expected == null ? "unknown number" : "amount"));
    }

    private Uni<Void> keep(Tx tx, Notification notification, byte[] rawBody) {
        var id = Ids.next();
        var sealed = cipher.seal(new String(rawBody, UTF_8), "payment_notification:" + id + ":raw");
        return inbox.insert(tx, id, notification, sealed, clock.instant())
                .invoke(taken -> {
                    if (taken == 1) {
                        tx.afterCommit(() -> nudge(id));
                    }
                })
                .replaceWithVoid();
    }

    private void nudge(UUID id) {
        var _ = bus.send(WorkInbox.NUDGE, id.toString());
    }

    private Uni<Void> foreign(String why) {
        alarms.refusedNotification(why);
        return Uni.createFrom().failure(new Refused(PaymentProblem.NOTIFICATION_REFUSED));
    }
}
