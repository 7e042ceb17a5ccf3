package cn.siyu.notify.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import cn.siyu.notify.domain.Message;
import cn.siyu.notify.domain.Message.State;
import cn.siyu.notify.domain.Message.Turn;
import cn.siyu.notify.domain.Template;
import cn.siyu.notify.store.MessageStore;
import cn.siyu.notify.store.PermissionStore;
import cn.siyu.wechat.SubscribeMessages;
import cn.siyu.wechat.SubscribeMessages.Answer;
import cn.siyu.wechat.WeChatUnknown;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends what is waiting, outside of any transaction; a final answer of WeChat is written down and never asked for again. */
@Singleton
class SendMessages {

    private static final Logger LOG = Logger.getLogger(SendMessages.class);
    private static final int AT_ONCE = 100;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final SubscribeMessages weChat;
    private final Members members;
    private final Templates templates;
    private final Wording wording;
    private final Transactions transactions;
    private final MessageStore messages;
    private final PermissionStore permissions;
    private final FreshContext fresh;
    private final MeterRegistry meters;
    private final ShopClock clock;

    @Inject
    SendMessages(
            SubscribeMessages weChat,
            Members members,
            Templates templates,
            Wording wording,
            Transactions transactions,
            MessageStore messages,
            PermissionStore permissions,
            FreshContext fresh,
            MeterRegistry meters,
            ShopClock clock) {
        this.weChat = weChat;
        this.members = members;
        this.templates = templates;
        this.wording = wording;
        this.transactions = transactions;
        this.messages = messages;
        this.permissions = permissions;
        this.fresh = fresh;
        this.meters = meters;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.notify.send-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions
                .in(tx -> messages.claim(tx, now, now.plus(LEASE), AT_ONCE))
                .chain(this::carryOutAll)
                .onFailure()
                .invoke(failure -> LOG.warnf("sending messages will be tried again: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> carryOutAll(List<Message> claimed) {
        return fresh.each(claimed, this::carryOut).replaceWithVoid();
    }

    private Uni<Void> carryOut(Message message) {
        return switch (message.turn(clock.instant())) {
            case Turn.Send() ->
                templates
                        .byId(message.templateId())
                        .map(template -> send(message, template))
                        // The shop has chosen another since: the permission is not for that one.
                        .orElseGet(() -> end(message, State.REFUSED, Optional.of("TEMPLATE_GONE")));
            case Turn.End(var state) -> end(message, state, message.failure());
        };
    }

    private Uni<Void> send(Message message, Template template) {
        return members.openid(new MemberId(message.member()))
                .chain(openid -> wording.of(message, template)
                        .chain(words -> weChat.send(openid, message.templateId(), words.page(), words.data())))
                .chain(answer -> answered(message, answer))
                .onFailure(Refused.class)
                .recoverWithUni(() -> end(message, State.REFUSED, Optional.of("MEMBER_GONE")))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(failure -> doubted(message, failure))
                .onFailure()
                .invoke(failure -> LOG.warnf("message %s will be tried again: %s", message.id(), failure.toString()));
    }

    private Uni<Void> answered(Message message, Answer answer) {
        return switch (answer) {
            case Answer.Sent() -> end(message, State.SENT, Optional.empty());
            case Answer.RefusedByUser() -> end(message, State.REFUSED_BY_USER, Optional.of("43101"));
            case Answer.Refused(var code) -> end(message, State.REFUSED, Optional.of(code));
        };
    }

    private Uni<Void> doubted(Message message, Throwable failure) {
        var why = String.valueOf(failure.getMessage());
        return message.nextTry(clock.instant())
                .map(next -> transactions
                        .in(tx -> messages.doubted(tx, message.id(), next, why))
                        .replaceWithVoid())
                .orElseGet(() -> end(message, State.UNKNOWN, Optional.of(why)));
    }

    private Uni<Void> end(Message message, State state, Optional<String> failure) {
        meters.counter("siyu.notify.messages", "kind", message.kind().name(), "state", state.name())
                .increment();
        return transactions
                .in(tx -> messages.ended(tx, message.id(), state, failure, clock.instant())
                        .chain(ended -> ended == 0 ? Uni.createFrom().item(0) : settled(tx, message, state)))
                .replaceWithVoid();
    }

    /** A permission comes back only when its message surely was not sent; and WeChat's word about it is stronger than our count. */
    private Uni<Integer> settled(Tx tx, Message message, State state) {
        return switch (state) {
            case REFUSED, EXPIRED -> permissions.giveBack(tx, message.member(), message.templateId(), clock.instant());
            case REFUSED_BY_USER -> permissions.noneLeft(tx, message.member(), message.templateId(), clock.instant());
            case SENT, UNKNOWN, NO_PERMISSION, WAITING -> Uni.createFrom().item(0);
        };
    }
}
