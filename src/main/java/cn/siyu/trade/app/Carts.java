package cn.siyu.trade.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PriceTag;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimits;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.domain.Wanted;
import cn.siyu.trade.store.CartStore;
import cn.siyu.trade.store.CartStore.Item;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a member has put aside to buy. A cart promises nothing: prices and stock are today's each time it is shown. */
@Singleton
public class Carts {

    static final int MAX_LINES = 100;

    private final CartStore carts;
    private final Skus skus;
    private final Offers offers;
    private final Stock stock;
    private final PurchaseLimits limits;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Carts(
            CartStore carts,
            Skus skus,
            Offers offers,
            Stock stock,
            PurchaseLimits limits,
            Transactions transactions,
            ShopClock clock) {
        this.carts = carts;
        this.skus = skus;
        this.offers = offers;
        this.stock = stock;
        this.limits = limits;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A line as it stands now; what is no longer sold keeps its place and says so. */
    public record Line(
            Item item,
            Optional<SkuCard> card,
            Optional<PriceTag> price,
            Availability availability,
            List<PurchaseLimit> limits) {
        public boolean available() {
            return card.filter(each -> each.state() == ProductState.ON_SALE).isPresent()
                    && price.isPresent()
                    && availability != Availability.OUT;
        }
    }

    private record Goods(
            Map<SkuId, SkuCard> cards,
            Map<SkuId, PriceTag> tags,
            Map<SkuId, Availability> levels,
            List<PurchaseLimit> limits) {
        Line line(Item item) {
            return new Line(
                    item,
                    Optional.ofNullable(cards.get(item.sku())),
                    Optional.ofNullable(tags.get(item.sku())),
                    levels.getOrDefault(item.sku(), Availability.OUT),
                    Optional.ofNullable(cards.get(item.sku())).stream()
                            .flatMap(card -> limits.stream()
                                    .filter(limit ->
                                            limit.covers(card.sku(), card.spu().value())))
                            .toList());
        }
    }

    public Uni<List<Line>> show(MemberId member) {
        return carts.ofMember(transactions.reads(), member).chain(items -> lines(member, items));
    }

    public Uni<List<Line>> replace(MemberId member, List<Wanted> lines) {
        var merged = Wanted.merged(lines);
        return known(merged)
                .chain(() -> transactions.in(
                        tx -> tx.hold(hold(member)).chain(() -> carts.replace(tx, member, merged, clock.instant()))))
                .chain(() -> show(member));
    }

    public Uni<List<Line>> add(MemberId member, Wanted line) {
        return known(List.of(line))
                .chain(() -> transactions.in(tx -> tx.hold(hold(member)).chain(() -> add(tx, member, line))))
                .chain(() -> show(member));
    }

    public Uni<List<Line>> change(MemberId member, UUID item, int quantity) {
        return transactions
                .in(tx -> carts.change(tx, member, item, quantity))
                .invoke(Carts::found)
                .chain(() -> show(member));
    }

    public Uni<Void> remove(MemberId member, UUID item) {
        return transactions
                .in(tx -> carts.remove(tx, member, item))
                .invoke(Carts::found)
                .replaceWithVoid();
    }

    private Uni<Item> add(Tx tx, MemberId member, Wanted line) {
        return carts.add(tx, Ids.next(), member, line, clock.instant()).call(() -> fits(tx, member));
    }

    /** At least so many units of each of these; more that lie there stay. */
    Uni<Void> raise(MemberId member, List<Wanted> lines) {
        return lines.isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions.in(tx -> tx.hold(hold(member))
                        .chain(() -> carts.raise(tx, member, lines, clock.instant()))
                        .chain(() -> fits(tx, member)));
    }

    private Uni<Void> fits(Tx tx, MemberId member) {
        return carts.count(tx, member)
                .invoke(count -> {
                    if (count > MAX_LINES) {
                        throw new Refused(TradeProblem.CART_FULL);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> known(List<Wanted> lines) {
        return lines.isEmpty()
                ? Uni.createFrom().voidItem()
                : skus.cards(lines.stream().map(Wanted::sku).toList())
                        .invoke(cards -> {
                            if (cards.size() < lines.size()) {
                                throw Refused.fields(
                                        TradeProblem.NOT_FOR_SALE,
                                        List.of(new FieldError("skuId", "is not sold here")));
                            }
                        })
                        .replaceWithVoid();
    }

    /** The same lines with the goods as they are now. Reads only; never inside a transaction. */
    Uni<List<Line>> lines(MemberId member, List<Item> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var ids = items.stream().map(Item::sku).toList();
        return skus.cards(ids)
                .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())))
                .chain(cards -> offers.prices(member, ids)
                        .chain(tags -> stock.availability(ids)
                                .chain(levels -> limits.of(ids, PriceBasket.products(cards.values()))
                                        .map(binding -> new Goods(cards, tags, levels, binding)))))
                .map(goods -> items.stream().map(goods::line).toList());
    }

    private static String hold(MemberId member) {
        return "trade.cart:" + member.value();
    }

    private static void found(int rows) {
        if (rows == 0) {
            throw Refused.notFound();
        }
    }
}
