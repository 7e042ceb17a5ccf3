package cn.siyu.storefront.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.groupbuy.GroupBuys.ActivityCard;
import cn.siyu.groupbuy.GroupBuys.GroupCard;
import cn.siyu.groupbuy.GroupBuys.Price;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.sharing.ShareLink;
import cn.siyu.storefront.app.ComposeScreens.ProductScreen;
import cn.siyu.storefront.app.ComposeSharePage.Found;
import cn.siyu.storefront.app.SharePage.Countdown;
import cn.siyu.storefront.app.SharePage.Group;
import cn.siyu.storefront.app.SharePage.Place;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Says what the page of a shared link says, in Chinese and true at the moment of its making. */
@Singleton
class SharePageWords {

    private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("M月d日 HH:mm", Locale.ROOT);
    private static final String RUNNING = "RUNNING";
    private static final String OPEN = "OPEN";
    private static final String SUCCEEDED = "SUCCEEDED";
    private static final String MERCHANT = "MERCHANT";

    /** More places than fit on a phone are told as a number. */
    private static final int MOST_PLACES = 10;

    private final String shopName;
    private final String page;

    @Inject
    SharePageWords(
            @ConfigProperty(name = "siyu.shop.name", defaultValue = "思屿小店") String shopName,
            @ConfigProperty(name = "siyu.sharing.page", defaultValue = "pages/share/index") String page) {
        this.shopName = shopName;
        this.page = page;
    }

    /** The page of a link that leads to the shop itself. */
    SharePage home(Found found, Optional<String> code, String base) {
        var picture = "/images/placeholder.svg";
        return new SharePage(
                found.link().sharer().kind().paid(),
                shopName,
                "打开小程序，看看本店在售的商品",
                picture,
                base + picture,
                "",
                "",
                "",
                found.link().text().orElse(""),
                null,
                null,
                address(found.link(), base),
                path(found.link()),
                code.orElse(""));
    }

    SharePage product(Found found, ProductScreen screen, Optional<String> code, String base, Instant now) {
        var sheet = screen.sheet();
        var skus = sheet.variants().stream().map(Variant::sku).toList();
        var onSale = sheet.state() == ProductState.ON_SALE;
        var soldOut = screen.offer().best(skus) == Availability.OUT;
        return new SharePage(
                found.link().sharer().kind().paid(),
                sheet.title(),
                sheet.brief(),
                sheet.coverUrl(),
                absolute(sheet.coverUrl(), base),
                onSale
                        ? screen.offer()
                                .priceFrom(skus)
                                .map(SharePageWords::yuan)
                                .orElse("")
                        : "",
                onSale ? groupPrice(found.activity()) : "",
                trouble(onSale, soldOut),
                found.link().text().orElse(""),
                found.group().map(card -> group(card, found.names())).orElse(null),
                onSale ? countdown(found, now) : null,
                address(found.link(), base),
                path(found.link()),
                code.orElse(""));
    }

    private static String trouble(boolean onSale, boolean soldOut) {
        if (!onSale) {
            return "商品已下架";
        }
        return soldOut ? "暂时售罄" : "";
    }

    private static String groupPrice(Optional<ActivityCard> activity) {
        return activity.filter(card -> card.state().equals(RUNNING))
                .flatMap(card -> card.prices().stream().map(Price::unitFen).min(Long::compare))
                .map(fen -> yuan(new Money(fen)))
                .orElse("");
    }

    private static Group group(GroupCard card, List<String> names) {
        var shown = Math.min(card.size(), MOST_PLACES);
        return new Group(
                status(card),
                MERCHANT.equals(card.completedBy().orElse("")),
                card.size(),
                card.paid(),
                IntStream.range(0, shown).mapToObj(at -> place(card, names, at)).toList());
    }

    private static Place place(GroupCard card, List<String> names, int at) {
        return new Place(at < Math.min(card.paid(), names.size()) ? names.get(at) : "", at < card.paid());
    }

    /** How many are missing is the real number of members who have not paid yet; a merchant's completion is said (L4). */
    private static String status(GroupCard card) {
        return switch (card.state()) {
            case OPEN -> "还差 " + (card.size() - card.paid()) + " 人成团";
            case SUCCEEDED -> MERCHANT.equals(card.completedBy().orElse("")) ? "商家成团" : "已成团";
            default -> "未成团，已支付的款项原路退回";
        };
    }

    private static @Nullable Countdown countdown(Found found, Instant now) {
        if (found.group().isPresent()) {
            return found.group()
                    .filter(card -> card.state().equals(OPEN) && now.isBefore(card.expiresAt()))
                    .map(card -> countdown("距拼团结束", card.expiresAt(), now))
                    .orElse(null);
        }
        return found.activity()
                .filter(card -> card.state().equals(RUNNING) && now.isBefore(card.endsAt()))
                .map(card -> countdown("距活动结束", card.endsAt(), now))
                .orElse(null);
    }

    /** Whole seconds: a page that is asked for twice within one is the same page. */
    private static Countdown countdown(String label, Instant end, Instant now) {
        var shown = now.truncatedTo(ChronoUnit.SECONDS);
        return new Countdown(
                label,
                end,
                shown,
                left(Duration.between(shown, end)),
                ShopCalendar.withOffset(end).format(END));
    }

    private static String left(Duration left) {
        var clock = "%02d:%02d:%02d".formatted(left.toHoursPart(), left.toMinutesPart(), left.toSecondsPart());
        return left.toDays() > 0 ? left.toDays() + " 天 " + clock : clock;
    }

    private static String yuan(Money money) {
        return "%d.%02d".formatted(money.fen() / 100, money.fen() % 100);
    }

    private static String address(ShareLink link, String base) {
        return base + "/s/" + link.token();
    }

    private String path(ShareLink link) {
        return page + "?scene=" + link.token();
    }

    private static String absolute(String url, String base) {
        return url.startsWith("/") ? base + url : url;
    }
}
