package cn.siyu.commission.app;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.Node;
import cn.siyu.catalog.Products.Sheet;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.commission.domain.Claims;
import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.Earnings;
import cn.siyu.commission.domain.Engine;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.Rule;
import cn.siyu.commission.domain.RuleBook;
import cn.siyu.commission.domain.RuleBook.Goods;
import cn.siyu.commission.domain.RuleBook.Who;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.commission.store.RuleStore;
import cn.siyu.commission.store.RuleStore.Wanted;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.koc.Communities.Work;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a distributor, a KOC or a seller would earn from one unit of each SKU of a product if it were ordered now through him, by
 * the same engine (C28).
 */
@Singleton
public class PreviewEarnings {

    private final Distributors distributors;
    private final Communities communities;
    private final Products products;
    private final Prices prices;
    private final RuleStore rules;
    private final CommissionSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    PreviewEarnings(
            Distributors distributors,
            Communities communities,
            Products products,
            Prices prices,
            RuleStore rules,
            CommissionSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.communities = communities;
        this.products = products;
        this.prices = prices;
        this.rules = rules;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What an order of one unit of a SKU would pay.
     *
     * @param rule where a distributor's rate comes from; a part of a pool has none
     */
    public record Preview(SkuId sku, Money price, Money earns, Optional<RuleKind> rule) {}

    /** Previews, and as what the member would earn. */
    public record Previews(PayeeRole as, List<Preview> skus) {}

    /** What is on the shelf, before it is reckoned. */
    private record Shelf(Sheet sheet, List<UUID> categories, Map<SkuId, PriceTag> tags) {}

    /** Somebody who would earn, by a rate of his own or by his part of a pool (D6). */
    private record Earner(PayeeRole role, Optional<DistributorClaim> distributor, Optional<Work> work) {

        Claims claims() {
            return new Claims(
                    distributor.map(claim -> new Claims.Distributor(
                            new Payee(claim.distributor().value(), Payee.Kind.DISTRIBUTOR), false)),
                    Optional.empty(),
                    work.map(Earner::pool));
        }

        /** The other of the two is nobody in particular. */
        private static Claims.Pool pool(Work work) {
            var himself = work.koc().or(work::seller).orElseThrow();
            return new Claims.Pool(
                    new Payee(work.seller().orElse(himself), Payee.Kind.EMPLOYEE),
                    new Payee(work.koc().orElse(himself), Payee.Kind.KOC),
                    false,
                    work.pool(),
                    work.sellerShare(),
                    work.kocShare(),
                    work.floor());
        }
    }

    /**
     * Of the SKUs that have a price; refused unless the member earns at all now.
     *
     * @param as what he asks about; absent: as a distributor if he is an active one, else as a KOC, else as a seller
     */
    public Uni<Previews> of(UUID member, SpuId spu, Optional<PayeeRole> as) {
        var now = clock.instant();
        return earner(new MemberId(member), as, now)
                .chain(earner -> shelf(spu)
                        .chain(shelf -> book(earner, shelf, now)
                                .map(book -> new Previews(earner.role(), previews(earner, shelf, book)))));
    }

    private Uni<Earner> earner(MemberId member, Optional<PayeeRole> as, Instant now) {
        return claim(member, now)
                .map(claim -> claim.filter(_ -> as.orElse(PayeeRole.DISTRIBUTOR) == PayeeRole.DISTRIBUTOR))
                .chain(claim -> claim.isPresent()
                        ? Uni.createFrom().item(new Earner(PayeeRole.DISTRIBUTOR, claim, Optional.empty()))
                        : communities
                                .work(transactions.reads(), member, now)
                                .map(work -> work.flatMap(found -> inPool(found, as))
                                        .orElseThrow(() -> new Refused(CommissionProblem.NOT_A_PAYEE))));
    }

    private static Optional<Earner> inPool(Work work, Optional<PayeeRole> as) {
        return Stream.of(work.koc().map(_ -> PayeeRole.KOC), work.seller().map(_ -> PayeeRole.SELLER))
                .flatMap(Optional::stream)
                .filter(role -> as.isEmpty() || as.get() == role)
                .findFirst()
                .map(role -> new Earner(role, Optional.empty(), Optional.of(work)));
    }

    private Uni<Optional<DistributorClaim>> claim(MemberId member, Instant now) {
        return distributors
                .ofMember(transactions.reads(), member)
                .chain(card -> card.isEmpty()
                        ? Uni.createFrom().item(Optional.<DistributorClaim>empty())
                        : distributors.byId(transactions.reads(), card.get().id(), now));
    }

    private Uni<Shelf> shelf(SpuId spu) {
        return products.sheet(spu)
                .chain(sheet -> products.categories()
                        .map(nodes -> path(sheet.category(), nodes))
                        .chain(path -> prices.of(sheet.variants().stream()
                                        .map(Variant::sku)
                                        .toList())
                                .map(tags -> new Shelf(sheet, path, tags))));
    }

    private Uni<RuleBook> book(Earner earner, Shelf shelf, Instant now) {
        return earner.distributor()
                .map(claim -> rules.book(
                        transactions.reads(),
                        now,
                        now,
                        new Wanted(
                                List.of(claim.distributor().value()),
                                List.of(claim.tier()),
                                shelf.tags().keySet().stream().map(SkuId::value).toList(),
                                List.of(shelf.sheet().spu().value()),
                                shelf.categories())))
                .orElseGet(() -> Uni.createFrom().item(new RuleBook(List.of())));
    }

    private List<Preview> previews(Earner earner, Shelf shelf, RuleBook book) {
        return shelf.sheet().variants().stream()
                .flatMap(variant -> Optional.ofNullable(shelf.tags().get(variant.sku())).stream())
                .map(tag -> preview(earner, shelf, book, tag))
                .toList();
    }

    private Preview preview(Earner earner, Shelf shelf, RuleBook book, PriceTag tag) {
        var goods = new Goods(tag.sku().value(), shelf.sheet().spu().value(), shelf.categories());
        var hits = earner.distributor()
                .map(claim -> book.hits(
                        goods, new Who(claim.distributor().value(), claim.tier(), claim.rate()), Optional.empty()))
                .orElse(List.of());
        var earnings = Engine.reckon(new Engine.Line(tag.amount(), 1), hits, earner.claims(), settings.policy());
        return new Preview(
                tag.sku(),
                tag.amount(),
                Money.sum(earnings.shares().stream()
                        .filter(part -> part.role() == earner.role())
                        .map(Earnings.Part::amount)
                        .toList()),
                earnings.rule().map(Rule::kind));
    }

    /** The nearest first. */
    private static List<UUID> path(Optional<CategoryId> category, List<Node> nodes) {
        var byId = nodes.stream().collect(Collectors.toMap(Node::category, Function.identity()));
        var path = new ArrayList<UUID>();
        for (var at = category;
                at.isPresent();
                at = Optional.ofNullable(byId.get(at.get())).flatMap(Node::parent)) {
            path.add(at.get().value());
        }
        return List.copyOf(path);
    }
}
