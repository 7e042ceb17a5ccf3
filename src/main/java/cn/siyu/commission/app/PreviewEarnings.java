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
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a distributor would earn from one unit of each SKU of a product if it were ordered now, by the same engine (C28). */
@ApplicationScoped
public class PreviewEarnings {

    private final Distributors distributors;
    private final Products products;
    private final Prices prices;
    private final RuleStore rules;
    private final CommissionSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    PreviewEarnings(
            Distributors distributors,
            Products products,
            Prices prices,
            RuleStore rules,
            CommissionSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.distributors = distributors;
        this.products = products;
        this.prices = prices;
        this.rules = rules;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What one unit of a SKU would pay, and by which rule. */
    public record Preview(SkuId sku, Money price, Money earns, RuleKind rule) {}

    /** What is on the shelf, before it is reckoned. */
    private record Shelf(Sheet sheet, List<UUID> categories, Map<SkuId, PriceTag> tags) {}

    /** Of the SKUs that have a price; refused unless the member is an active distributor. */
    public Uni<List<Preview>> of(UUID member, SpuId spu) {
        var now = clock.instant();
        return claim(member, now)
                .chain(claim ->
                        shelf(spu).chain(shelf -> book(claim, shelf, now).map(book -> previews(claim, shelf, book))));
    }

    private Uni<DistributorClaim> claim(UUID member, Instant now) {
        return distributors
                .ofMember(transactions.reads(), new MemberId(member))
                .chain(card -> card.isEmpty()
                        ? Uni.createFrom().item(Optional.<DistributorClaim>empty())
                        : distributors.byId(transactions.reads(), card.get().id(), now))
                .map(claim -> claim.orElseThrow(() -> new Refused(CommissionProblem.NOT_A_PAYEE)));
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

    private Uni<RuleBook> book(DistributorClaim claim, Shelf shelf, Instant now) {
        return rules.book(
                transactions.reads(),
                now,
                claim.distributor().value(),
                claim.tier(),
                new Wanted(
                        shelf.tags().keySet().stream().map(SkuId::value).toList(),
                        List.of(shelf.sheet().spu().value()),
                        shelf.categories()));
    }

    private List<Preview> previews(DistributorClaim claim, Shelf shelf, RuleBook book) {
        return shelf.sheet().variants().stream()
                .flatMap(variant -> Optional.ofNullable(shelf.tags().get(variant.sku())).stream())
                .map(tag -> preview(claim, shelf, book, tag))
                .toList();
    }

    private Preview preview(DistributorClaim claim, Shelf shelf, RuleBook book, PriceTag tag) {
        var hits = book.hits(
                new Goods(tag.sku().value(), shelf.sheet().spu().value(), shelf.categories()),
                new Who(claim.distributor().value(), claim.tier(), claim.rate()),
                Optional.empty());
        var payee = new Payee(claim.distributor().value(), Payee.Kind.DISTRIBUTOR);
        var claims = new Claims(Optional.of(new Claims.Distributor(payee, false)), Optional.empty(), Optional.empty());
        var earnings = Engine.reckon(new Engine.Line(tag.amount(), 1), hits, claims, settings.policy());
        return new Preview(
                tag.sku(),
                tag.amount(),
                Money.sum(earnings.shares().stream().map(Earnings.Part::amount).toList()),
                earnings.rule().map(Rule::kind).orElse(RuleKind.TIER_DEFAULT));
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
