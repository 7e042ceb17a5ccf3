package cn.siyu.storefront.app;

import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.GroupBuys;
import cn.siyu.groupbuy.GroupBuys.ActivityCard;
import cn.siyu.groupbuy.GroupBuys.GroupCard;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareCodes;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts together the page of a shared link from what the contexts below know, each asked in turn. */
@Singleton
public class ComposeSharePage {

    private final ShareLinks links;
    private final ShareCodes codes;
    private final GroupBuys groupBuys;
    private final ComposeScreens screens;
    private final Transactions transactions;
    private final SharePageWords words;
    private final ShopClock clock;

    @Inject
    ComposeSharePage(
            ShareLinks links,
            ShareCodes codes,
            GroupBuys groupBuys,
            ComposeScreens screens,
            Transactions transactions,
            SharePageWords words,
            ShopClock clock) {
        this.links = links;
        this.codes = codes;
        this.groupBuys = groupBuys;
        this.screens = screens;
        this.transactions = transactions;
        this.words = words;
        this.clock = clock;
    }

    /** What there is to show of a token. */
    public sealed interface Answer {

        /** The link lives. */
        record Living(SharePage page) implements Answer {}

        /** It has run out, was revoked, or what it led to may not be shown any more. */
        record Over() implements Answer {}

        /** There never was such a link. */
        record Unknown() implements Answer {}
    }

    /** What a living link leads to, as far as it is there, and the names of those who have paid in its group. */
    record Found(ShareLink link, Optional<GroupCard> group, List<String> names, Optional<ActivityCard> activity) {

        Optional<SpuId> spu() {
            return activity.map(ActivityCard::spu).or(() -> link.target().spu()).map(SpuId::new);
        }

        /** A link to a group or an activity that nobody may see leads nowhere. */
        boolean isWhole() {
            return (group.isPresent() || link.target().buyGroup().isEmpty())
                    && (activity.isPresent() || link.target().activity().isEmpty());
        }
    }

    /** @param base the shop's own address without a slash at the end */
    public Uni<Answer> compose(String token, String base) {
        return links.resolve(token)
                .chain(found -> found.map(link -> living(link, base))
                        .orElseGet(() -> Uni.createFrom().item(new Answer.Unknown())));
    }

    private Uni<Answer> living(ShareLink link, String base) {
        var now = clock.instant();
        return link.lives(now)
                ? found(link, now).chain(found -> show(found, base, now))
                : Uni.createFrom().item(new Answer.Over());
    }

    private Uni<Found> found(ShareLink link, Instant now) {
        return group(link)
                .chain(group -> names(group)
                        .chain(names ->
                                activity(link, group, now).map(activity -> new Found(link, group, names, activity))));
    }

    private Uni<List<String>> names(Optional<GroupCard> group) {
        return group.map(card -> groupBuys.names(transactions.reads(), card.id()))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Uni<Optional<GroupCard>> group(ShareLink link) {
        return link.target()
                .buyGroup()
                .map(id -> groupBuys.group(transactions.reads(), id))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** That of the group, that of the link, or the one that runs for the product. */
    private Uni<Optional<ActivityCard>> activity(ShareLink link, Optional<GroupCard> group, Instant now) {
        var sql = transactions.reads();
        var target = link.target();
        return group.map(GroupCard::activity)
                .or(target::activity)
                .map(id -> groupBuys.activity(sql, id))
                .or(() -> target.spu().map(spu -> groupBuys.ofProduct(sql, spu, now)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Answer> show(Found found, String base, Instant now) {
        if (!found.isWhole()) {
            return Uni.createFrom().item(new Answer.Over());
        }
        return codes.forPage(found.link().token())
                .chain(code -> found.spu()
                        .map(spu -> product(found, spu, code, base, now))
                        .orElseGet(() -> Uni.createFrom().item(new Answer.Living(words.home(found, code, base)))));
    }

    private Uni<Answer> product(Found found, SpuId spu, Optional<String> code, String base, Instant now) {
        return screens.known(spu)
                .<Answer>map(screen -> mayBeShown(found.link(), screen)
                        ? new Answer.Living(words.product(found, screen, code, base, now))
                        : new Answer.Over())
                .onFailure(
                        failure -> failure instanceof Refused refused && refused.problem() == CommonProblem.NOT_FOUND)
                .recoverWithItem(new Answer.Over());
    }

    /** A product may have come under the law after it was shared: then nobody goes on being paid to praise it (L6). */
    private static boolean mayBeShown(ShareLink link, ComposeScreens.ProductScreen screen) {
        var promotes = link.sharer().kind().paid() || link.text().isPresent();
        return !promotes || screen.sheet().regulatoryClass().promotable();
    }
}
