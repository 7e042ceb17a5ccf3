package cn.siyu.handover.app;

import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Handover.Users;
import cn.siyu.handover.domain.Item.Kind;
import cn.siyu.handover.domain.Item.State;
import cn.siyu.handover.domain.WeComRules;
import cn.siyu.handover.domain.WeComRules.Verdict;
import cn.siyu.handover.store.ItemStore;
import cn.siyu.handover.store.ItemStore.Sent;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeCom;
import cn.siyu.wechat.WeCom.Contact;
import cn.siyu.wechat.WeCom.Handed;
import cn.siyu.wechat.WeCom.Passed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What has to happen at WeCom: written down before it is sent, judged by what is answered, and asked about until it is known. No call
 * lies in a transaction. What was sent without an answer is sent again: WeCom says of each whether it is under way.
 */
@Singleton
class AtWeCom {

    /** Whoever was asked has answered, or has agreed, long before. */
    private static final Duration LOST_AFTER = Duration.ofHours(48);

    private final ItemStore items;
    private final OwnEffects own;
    private final WeCom weCom;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    AtWeCom(ItemStore items, OwnEffects own, WeCom weCom, Transactions transactions, ShopClock clock) {
        this.items = items;
        this.own = own;
        this.weCom = weCom;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** One run's work on one handover; {@code told} is called after every batch. */
    record Work(Handover handover, Users users, UUID job, Supplier<Uni<Void>> told) {}

    // What the leaver has there

    Uni<Void> collect(Work work) {
        return (work.handover().resigned() ? unassigned(work, "") : contacts(work, "")).chain(() -> chats(work, ""));
    }

    private Uni<Void> contacts(Work work, String from) {
        return weCom.contactsOf(work.users().from(), from)
                .call(some -> own.found(work.handover(), work.job(), some.items()))
                .call(() -> work.told().get())
                .chain(some -> some.next().isEmpty() ? done() : contacts(work, some.next()));
    }

    private Uni<Void> unassigned(Work work, String from) {
        return weCom.unassigned(from)
                .call(some -> own.found(
                        work.handover(),
                        work.job(),
                        some.items().stream()
                                .filter(each ->
                                        each.userId().equals(work.users().from()))
                                .map(each -> new Contact(
                                        each.externalUserId(),
                                        each.userId(),
                                        Optional.empty(),
                                        work.handover().leftAt().orElseGet(clock::instant)))
                                .toList()))
                .call(() -> work.told().get())
                .chain(some -> some.next().isEmpty() ? done() : unassigned(work, some.next()));
    }

    private Uni<Void> chats(Work work, String from) {
        return weCom.chats(work.users().from(), from)
                .call(some -> transactions.in(tx -> items.addFound(
                        tx,
                        work.handover().id(),
                        Kind.CHAT,
                        some.items(),
                        work.users().from())))
                .chain(some -> some.next().isEmpty() ? done() : chats(work, some.next()));
    }

    // What has become of those who were asked

    Uni<Void> look(Work work) {
        var lost = clock.instant().minus(LOST_AFTER);
        return look(work, "")
                .chain(() -> transactions.in(
                        tx -> items.lost(tx, work.handover().id(), lost, WeComRules.nextDay(clock.instant()))))
                .replaceWithVoid();
    }

    private Uni<Void> look(Work work, String from) {
        var users = work.users();
        return weCom.passed(users.from(), users.to(), from, work.handover().resigned())
                .call(some -> judge(work, Kind.CUSTOMER, asked(some.items()), State.WAITING))
                .call(() -> work.told().get())
                .chain(some -> some.next().isEmpty() ? done() : look(work, some.next()));
    }

    private Map<String, Verdict> asked(List<Passed> passed) {
        var verdicts = new HashMap<String, Verdict>();
        passed.forEach(each -> WeComRules.asked(each.state(), clock.instant())
                .ifPresent(verdict -> verdicts.put(each.externalUserId(), verdict)));
        return verdicts;
    }

    // Passing on

    Uni<Void> customers(Work work) {
        return take(work, Kind.CUSTOMER, WeCom.MOST_AT_ONCE)
                .chain(sent -> sent.isEmpty()
                        ? done()
                        : send(work, sent).call(() -> work.told().get()).chain(() -> customers(work)));
    }

    private Uni<Void> send(Work work, List<Sent> sent) {
        var users = work.users();
        return weCom.passCustomers(
                        users.from(), users.to(), refs(sent), work.handover().resigned())
                .map(handed -> verdicts(sent, handed))
                .onFailure(WeChatRefused.class)
                .recoverWithItem(failure -> all(sent, refused((WeChatRefused) failure)))
                .chain(verdicts -> judge(work, Kind.CUSTOMER, verdicts, State.SENT));
    }

    private Map<String, Verdict> verdicts(List<Sent> sent, List<Handed> handed) {
        var codes = handed.stream().collect(Collectors.toMap(Handed::id, Handed::code, (first, _) -> first));
        return sent.stream()
                .collect(Collectors.toMap(
                        Sent::ref,
                        each -> WeComRules.sent(
                                codes.getOrDefault(each.ref(), "NO_WORD"), each.before(), clock.instant())));
    }

    /** At most so many of one owner a day; the rest goes tomorrow. */
    Uni<Void> passChats(Work work) {
        return items.chatsSince(transactions.reads(), work.users().from(), WeComRules.today(clock.instant()))
                .map(today -> (int) Math.min(WeCom.MOST_AT_ONCE, WeComRules.CHATS_A_DAY - today))
                .chain(room -> room <= 0 ? Uni.createFrom().item(List.<Sent>of()) : take(work, Kind.CHAT, room))
                .chain(sent -> sent.isEmpty()
                        ? done()
                        : unsettled(work, sent)
                                .chain(rest -> passChats(work, rest))
                                .call(() -> work.told().get())
                                .chain(() -> passChats(work)));
    }

    /** Of what was sent before without an answer it is looked whose it is; those that are still to be sent. */
    private Uni<List<Sent>> unsettled(Work work, List<Sent> sent) {
        return Multi.createFrom()
                .iterable(sent)
                .onItem()
                .transformToUniAndConcatenate(each -> isThere(work, each).map(there -> Map.entry(each, there)))
                .collect()
                .asList()
                .call(looked -> judge(work, Kind.CHAT, all(of(looked, true), WeComRules.done()), State.SENT))
                .map(looked -> of(looked, false));
    }

    private static List<Sent> of(List<Map.Entry<Sent, Boolean>> looked, boolean there) {
        return looked.stream()
                .filter(each -> each.getValue() == there)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Uni<Boolean> isThere(Work work, Sent sent) {
        return sent.before()
                ? weCom.chat(sent.ref())
                        .map(chat -> chat.ownerUserId().equals(work.users().to()))
                        .onFailure(WeChatRefused.class)
                        .recoverWithItem(false)
                : Uni.createFrom().item(false);
    }

    private Uni<Void> passChats(Work work, List<Sent> sent) {
        if (sent.isEmpty()) {
            return done();
        }
        return weCom.passChats(refs(sent), work.users().to(), work.handover().resigned())
                .map(failed -> chatVerdicts(sent, failed))
                .onFailure(WeChatRefused.class)
                .recoverWithItem(failure -> all(sent, refused((WeChatRefused) failure)))
                .chain(verdicts -> judge(work, Kind.CHAT, verdicts, State.SENT));
    }

    private Map<String, Verdict> chatVerdicts(List<Sent> sent, List<Handed> failed) {
        var verdicts = new HashMap<String, Verdict>();
        sent.forEach(each -> verdicts.put(each.ref(), WeComRules.done()));
        failed.forEach(each -> verdicts.put(each.id(), WeComRules.refusedFor(each.code(), clock.instant())));
        return verdicts;
    }

    // Odds and ends

    private Uni<List<Sent>> take(Work work, Kind kind, int most) {
        return transactions.in(tx -> items.take(tx, work.handover().id(), kind, most, clock.instant()));
    }

    private Uni<Void> judge(Work work, Kind kind, Map<String, Verdict> verdicts, State from) {
        return transactions
                .in(tx -> items.judge(tx, work.handover().id(), kind, verdicts, from, clock.instant()))
                .replaceWithVoid();
    }

    private Verdict refused(WeChatRefused refused) {
        return WeComRules.refusedFor(refused.code(), clock.instant());
    }

    private static Map<String, Verdict> all(List<Sent> sent, Verdict verdict) {
        return sent.stream().collect(Collectors.toMap(Sent::ref, _ -> verdict));
    }

    private static List<String> refs(List<Sent> sent) {
        return sent.stream().map(Sent::ref).toList();
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
