package cn.siyu.storefront.app;

import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.Node;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.groupbuy.GroupBuys;
import cn.siyu.groupbuy.GroupBuys.ActivityCard;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.storefront.app.ComposeScreens.ShelfScreen;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Puts the first screen together. */
@Singleton
public class ComposeHome {

    /** So many of the newest are shown. */
    public static final int PRODUCTS = 20;

    private static final int GROUP_BUYS = 10;

    private final Products products;
    private final ComposeScreens screens;
    private final GroupBuys groupBuys;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ComposeHome(
            Products products,
            ComposeScreens screens,
            GroupBuys groupBuys,
            Transactions transactions,
            ShopClock clock) {
        this.products = products;
        this.screens = screens;
        this.groupBuys = groupBuys;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param shelf one product more than is shown, if there are more */
    public record HomeScreen(List<Node> roots, List<ActivityCard> groupBuys, ShelfScreen shelf) {}

    public Uni<HomeScreen> home() {
        return roots().chain(roots -> groupBuys
                .running(transactions.reads(), clock.instant(), GROUP_BUYS)
                .chain(running -> newest().map(shelf -> new HomeScreen(roots, running, shelf))));
    }

    private Uni<List<Node>> roots() {
        return products.categories()
                .map(nodes ->
                        nodes.stream().filter(node -> node.parent().isEmpty()).toList());
    }

    private Uni<ShelfScreen> newest() {
        return screens.shelf(new Shelf(Optional.empty(), Optional.empty(), Optional.empty(), PRODUCTS + 1));
    }
}
