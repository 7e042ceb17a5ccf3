package cn.siyu.koc.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.ContactNotPassed;
import cn.siyu.koc.SellerEstates;
import cn.siyu.koc.store.CustomerStore;
import cn.siyu.koc.store.WeComEventStore;
import cn.siyu.koc.store.WeComEventStore.Taken;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import cn.siyu.wechat.WeCom;
import cn.siyu.wechat.WeCom.Contact;
import cn.siyu.wechat.WeComPush.Event;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Lets what WeCom has called out take effect. Events come twice, late and out of order, so they only say where to look: who
 * serves whom, and who sits where, is asked of WeCom.
 */
@Singleton
public class WorkOffWeCom {

    private static final Logger LOG = Logger.getLogger(WorkOffWeCom.class);
    private static final int BATCH = 20;
    private static final int MOST_TRIES = 12;
    private static final Duration IN_HAND = Duration.ofSeconds(60);
    private static final Duration BACK_OFF = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 9;

    /** What WeCom says of a customer whom nobody has. */
    private static final String NOBODY_HAS_HIM = "84061";

    private final WeComEventStore events;
    private final CustomerStore customers;
    private final SellerEstates estates;
    private final SyncMembers members;
    private final WeCom weCom;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    WorkOffWeCom(
            WeComEventStore events,
            CustomerStore customers,
            SellerEstates estates,
            SyncMembers members,
            WeCom weCom,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.events = events;
        this.customers = customers;
        this.estates = estates;
        this.members = members;
        this.weCom = weCom;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.koc.wecom-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        var now = clock.instant();
        return transactions
                .in(tx -> events.take(tx, now, now.plus(IN_HAND), BATCH))
                .chain(taken -> EndedBindings.each(taken, this::workOff));
    }

    private Uni<Void> workOff(Taken taken) {
        return effect(taken.event(), taken.id()).onFailure().recoverWithUni(failure -> later(taken, failure));
    }

    private Uni<Void> effect(Event event, UUID id) {
        return switch (event.change()) {
            case "add_external_contact", "add_half_external_contact", "edit_external_contact" -> added(event, id);
            case "del_external_contact", "del_follow_user" ->
                in(id, tx -> gone(tx, event).replaceWithVoid());
            case "transfer_fail" -> in(id, tx -> outbox.append(tx, List.of(notPassed(event))));
            default -> HearWeCom.CHAT.equals(event.kind()) ? chat(event, id) : in(id, _ -> done());
        };
    }

    /** The seller's contact as WeCom knows him now: who has gone since is not let in again. */
    private Uni<Void> added(Event event, UUID id) {
        var external = event.externalUserId().orElse("");
        var user = event.userId().orElse("");
        return weCom.contact(external)
                .onFailure(failure -> failure instanceof WeChatRefused refused
                        && refused.code().equals(NOBODY_HAS_HIM))
                .recoverWithItem(List.of())
                .map(found -> found.stream()
                        .filter(contact -> contact.userId().equals(user))
                        .toList())
                .chain(found -> in(id, tx -> tell(tx, user, found)));
    }

    private Uni<Void> tell(Tx tx, String user, List<Contact> found) {
        return events.sellerOf(tx, user)
                .chain(seller -> seller.isEmpty() || found.isEmpty() ? done() : estates.tell(tx, seller.get(), found));
    }

    private Uni<Integer> gone(Tx tx, Event event) {
        return events.sellerOf(tx, event.userId().orElse(""))
                .chain(seller -> seller.isEmpty()
                        ? Uni.createFrom().item(0)
                        : customers.gone(
                                tx, seller.get(), event.externalUserId().orElse(""), event.at()));
    }

    private ContactNotPassed notPassed(Event event) {
        return new ContactNotPassed(
                Ids.next(),
                clock.instant(),
                event.userId().orElse(""),
                event.externalUserId().orElse(""),
                event.failReason().orElse(""));
    }

    private Uni<Void> chat(Event event, UUID id) {
        return events.communityOf(transactions.reads(), event.chatId().orElse(""))
                .chain(community -> community
                        .map(known -> members.sync(new CommunityId(known)).replaceWithVoid())
                        .orElseGet(WorkOffWeCom::done))
                .chain(() -> in(id, _ -> done()));
    }

    /** The effect and that it has taken place, together: a twin finds nothing to do. */
    private Uni<Void> in(UUID id, Function<Tx, Uni<Void>> effect) {
        return transactions.in(
                tx -> events.end(tx, id, "DONE", clock.instant()).chain(mine -> mine ? effect.apply(tx) : done()));
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> later(Taken taken, Throwable failure) {
        if (!(failure instanceof WeChatUnknown)) {
            LOG.warnf("what WeCom told could not take effect (%s): %s", taken.id(), failure.getMessage());
        }
        var wait = BACK_OFF.multipliedBy(1L << Math.min(taken.tries(), MOST_DOUBLINGS));
        var now = clock.instant();
        return transactions
                .in(tx -> taken.tries() >= MOST_TRIES
                        ? events.end(tx, taken.id(), "GIVEN_UP", now).replaceWithVoid()
                        : events.later(tx, taken.id(), now.plus(wait)).replaceWithVoid())
                .replaceWithVoid();
    }
}
