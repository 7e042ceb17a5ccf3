package cn.siyu.koc.app;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.CommunityOffers;
import cn.siyu.koc.CommunityOffers.Offer;
import cn.siyu.koc.app.ShareMaterial.Kit;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.ClaimStore;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.MaterialStore;
import cn.siyu.koc.store.MaterialTokenStore;
import cn.siyu.koc.store.NameStore;
import cn.siyu.koc.store.SaleStore;
import cn.siyu.koc.store.SaleStore.Sum;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.koc.store.ShareTokenStore;
import cn.siyu.koc.store.TaskPages;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A KOC's or seller's day in one call (D11): where he is at work, what he has to do, what he can share, what is bought. */
@Singleton
public class ShowWorkbench {

    private static final int MOST_COMMUNITIES = 100;
    private static final int MOST_LINKS = 20;
    private static final int MOST_TASKS = 50;
    private static final int MOST_MATERIALS = 50;
    private static final int MOST_OFFERS = 20;

    private final PartnerDesk desk;
    private final NameStore names;
    private final SellerStore sellers;
    private final CommunityStore communities;
    private final BindingPages bindings;
    private final ClaimStore claims;
    private final TaskPages tasks;
    private final MaterialStore materials;
    private final MaterialTokenStore kits;
    private final SaleStore sales;
    private final ShareTokenStore tokens;
    private final ShareLinks links;
    private final CommunityOffers offers;
    private final KocSettings settings;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ShowWorkbench(
            PartnerDesk desk,
            NameStore names,
            SellerStore sellers,
            CommunityStore communities,
            BindingPages bindings,
            ClaimStore claims,
            TaskPages tasks,
            MaterialStore materials,
            MaterialTokenStore kits,
            SaleStore sales,
            ShareTokenStore tokens,
            ShareLinks links,
            CommunityOffers offers,
            KocSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.desk = desk;
        this.names = names;
        this.sellers = sellers;
        this.communities = communities;
        this.bindings = bindings;
        this.claims = claims;
        this.tasks = tasks;
        this.materials = materials;
        this.kits = kits;
        this.sales = sales;
        this.tokens = tokens;
        this.links = links;
        this.offers = offers;
        this.settings = settings;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** Who asks, and the communities that he owns or serves. */
    public record Place(Optional<UUID> koc, Optional<UUID> seller, List<Community> communities) {

        List<UUID> persons() {
            return Stream.of(koc, seller).flatMap(Optional::stream).toList();
        }

        List<CommunityId> ids() {
            return communities.stream().map(Community::id).toList();
        }

        List<String> categories() {
            return communities.stream()
                    .map(community -> community.sketch().category())
                    .distinct()
                    .toList();
        }
    }

    /**
     * Bindings in which he is the KOC, the split of an order now, and the agreement that is in force.
     *
     * @param today what was brought in his communities today, and {@code month} since the first of the month
     */
    public record Standing(List<BindingPages.Card> serving, Split split, String agreement, Sum today, Sum month) {}

    /** What there is to do and to share. */
    public record Work(List<TaskPages.Card> tasks, Kit kit, List<Offer> offers, List<ShareLink> links) {}

    /** All of it. */
    public record Workbench(Place place, Standing standing, Work work) {}

    public Uni<Workbench> of(MemberId caller) {
        var now = clock.instant();
        return desk.partner(caller)
                .chain(() -> place(caller))
                .chain(place -> Uni.combine()
                        .all()
                        .unis(standing(caller, place, now), work(caller, place, now))
                        .with((standing, work) -> new Workbench(place, standing, work)));
    }

    private Uni<Place> place(MemberId caller) {
        return Uni.combine()
                .all()
                .unis(
                        names.kocOf(reads, caller),
                        sellers.ofMember(reads, caller),
                        communities.ofPartner(reads, caller, Optional.empty(), MOST_COMMUNITIES))
                .with((koc, seller, own) -> new Place(koc.map(person -> person.id()), seller.map(Seller::id), own));
    }

    private Uni<Standing> standing(MemberId caller, Place place, Instant now) {
        var today = ShopCalendar.dayOf(now);
        return Uni.combine()
                .all()
                .unis(
                        bindings.servedBy(reads, caller, Optional.empty(), null, MOST_COMMUNITIES),
                        claims.split(reads, now),
                        sales.brought(reads, place.ids(), ShopCalendar.startOf(today), now.plusSeconds(1)),
                        sales.brought(
                                reads, place.ids(), ShopCalendar.startOf(today.withDayOfMonth(1)), now.plusSeconds(1)))
                .with((serving, split, day, month) ->
                        new Standing(serving, split, settings.agreementVersion(), day, month));
    }

    private Uni<Work> work(MemberId caller, Place place, Instant now) {
        var today = ShopCalendar.startOf(ShopCalendar.dayOf(now));
        return Uni.combine()
                .all()
                .unis(
                        tasks.today(reads, caller, today, MOST_TASKS),
                        kit(place, now),
                        offers.running(reads, place.ids(), now, MOST_OFFERS),
                        living(place.persons(), now))
                .with(Work::new);
    }

    private Uni<Kit> kit(Place place, Instant now) {
        return place.communities().isEmpty()
                ? Uni.createFrom().item(new Kit(List.of(), List.of()))
                : Uni.combine()
                        .all()
                        .unis(
                                materials.offered(reads, place.categories(), now, MOST_MATERIALS),
                                kits.living(reads, place.persons(), place.ids(), now))
                        .with(Kit::new);
    }

    private Uni<List<ShareLink>> living(List<UUID> persons, Instant now) {
        return tokens.latest(reads, persons, MOST_LINKS)
                .chain(latest -> Multi.createFrom()
                        .iterable(latest)
                        .onItem()
                        .transformToUniAndConcatenate(links::resolve)
                        .collect()
                        .asList())
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .filter(link -> link.lives(now))
                        .toList());
    }
}
