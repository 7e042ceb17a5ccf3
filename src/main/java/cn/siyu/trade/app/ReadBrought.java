package cn.siyu.trade.app;

import static java.util.stream.Collectors.toMap;

import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.Communities;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.PartnerPages;
import cn.siyu.trade.store.PartnerPages.Brought;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Shows distributors and KOCs the orders that are attributed to them, and of their buyers no more than a masked name. */
@Singleton
public class ReadBrought {

    private final PartnerPages pages;
    private final Distributors distributors;
    private final Communities communities;
    private final MemberCards members;
    private final Sql reads;

    @Inject
    ReadBrought(
            PartnerPages pages,
            Distributors distributors,
            Communities communities,
            MemberCards members,
            Transactions transactions) {
        this.pages = pages;
        this.distributors = distributors;
        this.communities = communities;
        this.members = members;
        this.reads = transactions.reads();
    }

    /** An order, and its buyer as strangers may see him. */
    public record Line(Brought order, String buyer) {}

    public Uni<List<Line>> page(MemberId partner, Optional<Cursor> after, int limit) {
        return distributors
                .ofMember(reads, partner)
                .call(card -> card.isPresent() ? Uni.createFrom().voidItem() : refuseStrangers(partner))
                .chain(card -> pages.broughtBy(
                        reads, partner, card.map(each -> each.id().value()).orElse(null), after, limit))
                .chain(this::named);
    }

    private Uni<Void> refuseStrangers(MemberId partner) {
        return communities
                .kocOf(reads, partner)
                .invoke(koc -> {
                    if (koc.isEmpty()) {
                        throw new Refused(TradeProblem.NOT_A_PARTNER);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Line>> named(List<Brought> orders) {
        return names(orders)
                .map(names -> orders.stream()
                        .map(order ->
                                new Line(order, names.getOrDefault(order.buyer().value(), "会员")))
                        .toList());
    }

    private Uni<Map<UUID, String>> names(List<Brought> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : members.of(
                                reads,
                                orders.stream().map(Brought::buyer).distinct().toList())
                        .map(cards ->
                                cards.stream().collect(toMap(card -> card.id().value(), MemberCard::shownName)));
    }
}
