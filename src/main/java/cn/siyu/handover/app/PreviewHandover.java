package cn.siyu.handover.app;

import cn.siyu.distribution.CustomerSuccessions;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.handover.domain.Handover.Kind;
import cn.siyu.handover.domain.Handover.Users;
import cn.siyu.handover.domain.HandoverProblem;
import cn.siyu.handover.domain.WeComRules;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.SellerEstates;
import cn.siyu.koc.SellerEstates.Estate;
import cn.siyu.koc.SellerEstates.SellerCard;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Whether a handover may be, and what would change hands. */
@Singleton
public class PreviewHandover {

    private final SellerEstates estates;
    private final CustomerSuccessions buyers;
    private final Distributors distributors;
    private final ShareLinks links;
    private final WeCom weCom;
    private final HandoverSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    PreviewHandover(
            SellerEstates estates,
            CustomerSuccessions buyers,
            Distributors distributors,
            ShareLinks links,
            WeCom weCom,
            HandoverSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.estates = estates;
        this.buyers = buyers;
        this.distributors = distributors;
        this.links = links;
        this.weCom = weCom;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who hands over to whom, and whether he stays with the house. */
    public record Wish(UUID from, UUID to, Kind kind, Optional<Instant> leftAt) {}

    /**
     * What would change hands.
     *
     * @param buyers bound to the leaver as a distributor
     * @param tokens of links that live
     * @param contacts and {@code chats} as WeCom counts them; absent when it is not asked or does not answer
     */
    public record Preview(
            SellerCard from,
            SellerCard to,
            Estate estate,
            long buyers,
            long tokens,
            Optional<Long> contacts,
            Optional<Long> chats,
            Instant graceUntil) {}

    record Two(SellerCard from, SellerCard to) {

        Optional<Users> users() {
            return from.weComUser().flatMap(user -> to.weComUser().map(other -> new Users(user, other)));
        }
    }

    private record AtWeComNow(Optional<Long> contacts, Optional<Long> chats) {}

    public Uni<Preview> preview(Wish wish) {
        var now = clock.instant();
        var reads = transactions.reads();
        return two(reads, wish, now)
                .chain(two -> estates.estate(reads, wish.from(), now)
                        .chain(estate -> buyers(reads, two, now)
                                .chain(bound -> tokens(reads, two, now)
                                        .chain(tokens -> atWeCom(two, wish.kind())
                                                .map(there -> new Preview(
                                                        two.from(),
                                                        two.to(),
                                                        estate,
                                                        bound,
                                                        tokens,
                                                        there.contacts(),
                                                        there.chats(),
                                                        now.plus(settings.grace())))))));
    }

    /** The two, when it may be. */
    Uni<Two> allowed(Sql sql, Wish wish, Instant now) {
        return two(sql, wish, now).call(two -> buyers(sql, two, now));
    }

    private Uni<Two> two(Sql sql, Wish wish, Instant now) {
        if (wish.from().equals(wish.to())) {
            throw new Refused(HandoverProblem.HANDOVER_TO_HIMSELF);
        }
        var past = wish.leftAt().filter(left -> !left.isAfter(now)).isPresent();
        if (wish.kind() == Kind.RESIGNED ? !past : wish.leftAt().isPresent()) {
            throw new Refused(HandoverProblem.HANDOVER_DATE_WRONG);
        }
        return estates.seller(sql, wish.from())
                .chain(from -> estates.seller(sql, wish.to()).map(to -> two(from, to)))
                .invoke(two -> inTime(wish, two, now));
    }

    private static Two two(Optional<SellerCard> from, Optional<SellerCard> to) {
        return from.flatMap(leaver -> to.filter(SellerCard::active).map(successor -> new Two(leaver, successor)))
                .orElseThrow(() -> new Refused(HandoverProblem.HANDOVER_SELLER_UNKNOWN));
    }

    /** Where nothing has to be passed on at WeCom it is never too late. */
    private static void inTime(Wish wish, Two two, Instant now) {
        var late = wish.leftAt()
                .filter(left -> !now.isBefore(left.plus(WeComRules.AFTER_LEAVING)))
                .isPresent();
        if (late && two.users().isPresent()) {
            throw new Refused(HandoverProblem.HANDOVER_TOO_LATE);
        }
    }

    /** Refused when there are some and the successor is no distributor who is active. */
    private Uni<Long> buyers(Sql sql, Two two, Instant now) {
        var leaver = two.from().distributor();
        if (leaver.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        var from = new DistributorId(leaver.get());
        return two.to().distributor().isEmpty()
                ? buyers.count(sql, from, from, now).invoke(bound -> refuseMixed(bound > 0))
                : buyers(sql, from, new DistributorId(two.to().distributor().get()), now);
    }

    private Uni<Long> buyers(Sql sql, DistributorId from, DistributorId to, Instant now) {
        return distributors
                .byId(sql, to, now)
                .chain(claim ->
                        buyers.count(sql, from, to, now).invoke(bound -> refuseMixed(bound > 0 && claim.isEmpty())));
    }

    private static void refuseMixed(boolean mixed) {
        if (mixed) {
            throw new Refused(HandoverProblem.HANDOVER_KINDS_DIFFER);
        }
    }

    private Uni<Long> tokens(Sql sql, Two two, Instant now) {
        return links.active(sql, Sharer.Kind.SELLER, two.from().id(), now)
                .chain(own -> two.from()
                        .distributor()
                        .filter(_ -> two.to().distributor().isPresent())
                        .map(id -> links.active(sql, Sharer.Kind.DISTRIBUTOR, id, now)
                                .map(more -> own + more))
                        .orElseGet(() -> Uni.createFrom().item(own)));
    }

    /** Those of one who has left are told only with all others'; they are counted when the handover collects them. */
    private Uni<AtWeComNow> atWeCom(Two two, Kind kind) {
        if (!weCom.configured() || two.users().isEmpty()) {
            return Uni.createFrom().item(new AtWeComNow(Optional.empty(), Optional.empty()));
        }
        var user = two.users().get().from();
        var contacts = kind == Kind.RESIGNED
                ? Uni.createFrom().item(Optional.<Long>empty())
                : weCom.contacts(user).map(all -> Optional.of((long) all.size()));
        return contacts.chain(customers -> weCom.chats(user, "")
                        .map(chats -> new AtWeComNow(
                                customers, Optional.of((long) chats.items().size()))))
                .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                .recoverWithItem(new AtWeComNow(Optional.empty(), Optional.empty()));
    }
}
