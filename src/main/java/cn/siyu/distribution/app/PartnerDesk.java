package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.domain.Team.Role;
import cn.siyu.distribution.store.BindingPages;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.ShareRequest;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a distributor sees and does by himself: always his own, found by who he is. */
@Singleton
public class PartnerDesk {

    private final ReadDistributors distributors;
    private final BindingPages bindings;
    private final TeamStore teams;
    private final MemberCards members;
    private final ShareLinks links;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    PartnerDesk(
            ReadDistributors distributors,
            BindingPages bindings,
            TeamStore teams,
            MemberCards members,
            ShareLinks links,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.bindings = bindings;
        this.teams = teams;
        this.members = members;
        this.links = links;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** One of his customers, with the name that others may see. */
    public record Bound(BindingPages.Sheet binding, String shownName) {}

    /** Refused to whoever is none, or is none any more. */
    public Uni<Sheet> me(MemberId member) {
        return distributors
                .own(member)
                .map(own -> own.filter(PartnerDesk::isDistributor)
                        .orElseThrow(() -> new Refused(DistributionProblem.NOT_A_DISTRIBUTOR)));
    }

    public Uni<List<Bound>> customers(MemberId member, Optional<Cursor> after, int limit) {
        return me(member)
                .chain(me -> bindings.own(reads, me.id(), clock.instant(), after, limit))
                .chain(this::named);
    }

    /** Reads the product before it writes, so it opens no transaction of its own here. */
    public Uni<ShareLink> share(MemberId member, ShareRequest request) {
        return me(member)
                .invoke(PartnerDesk::mustBeActive)
                .chain(me -> links.mint(request.by(
                        new Sharer(Sharer.Kind.DISTRIBUTOR, me.id().value(), member.value(), Optional.empty()))));
    }

    /** For captains: who is there and how he stands, no money (C3). */
    public Uni<Teams.Detail> team(MemberId member) {
        return me(member)
                .chain(me -> teams.placeOf(reads, me.id()))
                .map(place -> place.filter(at -> at.role() == Role.CAPTAIN)
                        .orElseThrow(() -> new Refused(DistributionProblem.NOT_A_CAPTAIN)))
                .chain(place -> teams.find(reads, place.team())
                        .chain(team -> teams.mates(reads, place.team())
                                .map(mates -> new Teams.Detail(team, mates, List.of()))));
    }

    private Uni<List<Bound>> named(List<BindingPages.Sheet> sheets) {
        return members.of(reads, sheets.stream().map(BindingPages.Sheet::member).toList())
                .map(cards -> names(cards))
                .map(names -> sheets.stream()
                        .map(sheet -> new Bound(sheet, names.getOrDefault(sheet.member(), "会员")))
                        .toList());
    }

    private static Map<MemberId, String> names(List<MemberCard> cards) {
        return cards.stream().collect(Collectors.toMap(MemberCard::id, MemberCard::shownName));
    }

    private static boolean isDistributor(Sheet sheet) {
        return switch (sheet.state()) {
            case ACTIVE, SUSPENDED, QUITTING -> true;
            case APPLIED, REJECTED, TERMINATED -> false;
        };
    }

    private static void mustBeActive(Sheet sheet) {
        if (sheet.state() != Kind.ACTIVE) {
            throw new Refused(DistributionProblem.DISTRIBUTOR_NOT_ACTIVE);
        }
    }
}
