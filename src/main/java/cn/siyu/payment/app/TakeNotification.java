package cn.siyu.payment.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.merge.MergeWriter;
import cn.siyu.kernel.merge.Merged;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.store.NotificationStore;
import cn.siyu.payment.store.NotificationStore.Arrived;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.Notification;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import io.smallrye.mutiny.Uni;
import io.vertx.core.eventbus.EventBus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a notification into the inbox and commits, so that WeChat may be told; the effect follows from there (REL-04). What comes
 * in at one moment is written together: after a sale WeChat tells of thousands in a second.
 */
@Singleton
public class TakeNotification implements Merged<Arrived, Boolean> {

    private static final String LANE = "notifications";

    private final WeChatPay weChat;
    private final MergeWriter writer;
    private final NotificationStore inbox;
    private final PiiCipher cipher;
    private final EventBus bus;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    TakeNotification(
            WeChatPay weChat,
            MergeWriter writer,
            NotificationStore inbox,
            PiiCipher cipher,
            EventBus bus,
            Alarms alarms,
            ShopClock clock) {
        this.weChat = weChat;
        this.writer = writer;
        this.inbox = inbox;
        this.cipher = cipher;
        this.bus = bus;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** Refused for everything that is not WeChat's word about a number and a sum of ours. */
    public Uni<Void> take(NotificationHeaders headers, byte[] rawBody) {
        return opened(headers, rawBody)
                .map(notification -> writer.admit(
                        LANE,
                        pass -> writer.submit(pass, this, arrived(notification, rawBody))
                                .replaceWithVoid()))
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

    private Arrived arrived(Notification notification, byte[] rawBody) {
        var id = Ids.next();
        var sealed = cipher.seal(new String(rawBody, UTF_8), "payment_notification:" + id + ":raw");
        return new Arrived(id, notification, sealed);
    }

    @Override
    public String name() {
        return LANE;
    }

    @Override
    public Uni<List<Verdict<Boolean>>> carryOut(Tx tx, List<Arrived> arrived, Runnable locked) {
        return inbox.expectedAmounts(
                        tx, arrived.stream().map(Arrived::notification).toList())
                .invoke(locked)
                .chain(expected -> keep(tx, arrived, expected));
    }

    private Uni<List<Verdict<Boolean>>> keep(Tx tx, List<Arrived> arrived, Map<String, Money> expected) {
        var ours = arrived.stream().filter(each -> isOurs(each, expected)).toList();
        return inbox.insert(tx, ours, clock.instant())
                .invoke(taken -> tx.afterCommit(() -> taken.forEach(this::nudge)))
                .map(_ -> arrived.stream().map(each -> verdict(each, expected)).toList());
    }

    private static boolean isOurs(Arrived arrived, Map<String, Money> expected) {
        var sum = Optional.ofNullable(expected.get(NotificationStore.number(arrived.notification())));
        return sum.isPresent() && sum.equals(NotificationStore.amount(arrived.notification()));
    }

    private Verdict<Boolean> verdict(Arrived arrived, Map<String, Money> expected) {
        if (isOurs(arrived, expected)) {
            return new Done<>(true);
        }
        alarms.refusedNotification(
                expected.containsKey(NotificationStore.number(arrived.notification())) ? "amount" : "unknown number");
        return new No<>(new Refused(PaymentProblem.NOTIFICATION_REFUSED));
    }

    private void nudge(UUID id) {
        var _ = bus.send(WorkInbox.NUDGE, id.toString());
    }
}
