package cn.siyu.sharing.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.ClickBound;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks.Click;
import cn.siyu.sharing.Visits;
import cn.siyu.sharing.domain.Visitor;
import cn.siyu.sharing.store.ClickStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down who opened a link. A member's click is his at once; that of a stranger waits for his sign-in under a secret
 * that only he has (C16).
 */
@Singleton
public class LogClicks implements Visits {

    private final LookUpLinks links;
    private final ClickStore clicks;
    private final Transactions transactions;
    private final Outbox outbox;
    private final ShopClock clock;
    private final SharingSettings settings;

    @Inject
    LogClicks(
            LookUpLinks links,
            ClickStore clicks,
            Transactions transactions,
            Outbox outbox,
            ShopClock clock,
            SharingSettings settings) {
        this.links = links;
        this.clicks = clicks;
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.settings = settings;
    }

    /** A click that is written down; a stranger's comes with the secret to hand in after his sign-in. */
    public record Logged(UUID click, Instant at, Optional<Visitor> visitor) {}

    /** Opening the same again within a minute is the same click and tells nobody anything. */
    public Uni<Logged> ofMember(String token, UUID member) {
        return links.living(token).chain(link -> {
            var now = clock.instant();
            return transactions.in(tx -> tx.hold("sharing.click:" + member)
                    .chain(() -> clicks.repeatedByMember(tx, member, token, now.minus(settings.sameClick())))
                    .onItem()
                    .ifNull()
                    .switchTo(() -> write(tx, link, member, now))
                    .map(click -> new Logged(click, now, Optional.empty())));
        });
    }

    private Uni<UUID> write(Tx tx, ShareLink link, UUID member, Instant now) {
        var click = new Click(Ids.next(), link, now);
        return clicks.insertOfMember(tx, click.id(), link.token(), member, now)
                .chain(() -> outbox.append(tx, bound(click, member, now)))
                .replaceWith(click.id());
    }

    /** A visitor that we do not know is given a secret of ours: nobody chooses his own. */
    public Uni<Logged> ofVisitor(String token, Optional<Visitor> claimed) {
        return links.living(token).chain(link -> {
            var now = clock.instant();
            return transactions.in(tx -> visitor(tx, claimed)
                    .chain(visitor -> clicks.repeatedByVisitor(
                                    tx, visitor.hash(), token, now.minus(settings.sameClick()))
                            .onItem()
                            .ifNull()
                            .switchTo(() -> write(tx, link, visitor, now))
                            .map(click -> new Logged(click, now, Optional.of(visitor)))));
        });
    }

    @Override
    public Uni<String> opened(String token, Optional<String> visitor) {
        return ofVisitor(token, visitor.flatMap(Visitor::of))
                .map(logged -> logged.visitor().orElseThrow().secret());
    }

    private Uni<Visitor> visitor(Tx tx, Optional<Visitor> claimed) {
        return claimed.map(visitor -> clicks.isKnown(tx, visitor.hash()).map(is -> is ? visitor : Visitor.next()))
                .orElseGet(() -> Uni.createFrom().item(Visitor::next));
    }

    private Uni<UUID> write(Tx tx, ShareLink link, Visitor visitor, Instant now) {
        var id = Ids.next();
        return clicks.insertOfVisitor(tx, id, link.token(), visitor.hash(), now).replaceWith(id);
    }

    /**
     * Makes the recent clicks of a visitor those of the member, and answers how many. Each token is told of once, in the
     * order of the clicks, so that whoever binds by them meets the first click first. Two claims at once wait for each
     * other at the rows: the second finds none left.
     */
    public Uni<Integer> claim(Visitor visitor, UUID member) {
        var now = clock.instant();
        return transactions.in(tx -> clicks.lockUnclaimed(tx, visitor.hash(), now.minus(settings.clickWindow()), now)
                .chain(found -> clicks.claim(tx, found.stream().map(Click::id).toList(), member, now)
                        .call(() -> outbox.append(tx, firstOfEachToken(found, member, now)))));
    }

    private static List<ClickBound> firstOfEachToken(List<Click> found, UUID member, Instant now) {
        var told = new HashSet<String>();
        return found.stream()
                .filter(click -> told.add(click.link().token()))
                .map(click -> bound(click, member, now))
                .toList();
    }

    private static ClickBound bound(Click click, UUID member, Instant now) {
        var sharer = click.link().sharer();
        return new ClickBound(
                Ids.next(),
                now,
                click.id(),
                member,
                click.link().token(),
                sharer.kind().name(),
                sharer.id(),
                sharer.member(),
                sharer.community().orElse(null),
                click.at());
    }
}
