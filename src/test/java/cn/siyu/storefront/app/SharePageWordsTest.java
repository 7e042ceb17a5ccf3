package cn.siyu.storefront.app;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.Products.Sheet;
import cn.siyu.catalog.Products.Variant;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.groupbuy.GroupBuys.ActivityCard;
import cn.siyu.groupbuy.GroupBuys.GroupCard;
import cn.siyu.groupbuy.GroupBuys.Price;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.Sharer;
import cn.siyu.storefront.app.ComposeScreens.ProductScreen;
import cn.siyu.storefront.app.ComposeSharePage.Found;
import cn.siyu.storefront.app.SharePage.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page says of groups and time. */
class SharePageWordsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T02:03:04.567Z");
    private static final Instant END = NOW.plus(Duration.ofHours(26));
    private static final SpuId SPU = SpuId.next();
    private static final SkuId SKU = SkuId.next();
    private static final UUID ACTIVITY = SPU.value();

    private final SharePageWords words = new SharePageWords("小店", "pages/share/index");

    @Test
    void an_open_group_tells_how_many_real_members_are_missing_and_until_when() {
        var page = page("OPEN", 1, null, Availability.IN_STOCK);

        assertThat(group(page).status()).isEqualTo("还差 2 人成团");
        assertThat(group(page).places())
                .containsExactly(new Place("林**", true), new Place("", false), new Place("", false));
        assertThat(page.groupPrice()).isEqualTo("49.00");
        assertThat(page.price()).isEqualTo("69.05");
        assertThat(page.description()).isEqualTo("拼团价 ¥49.00，单买价 ¥69.05");
        assertThat(countdown(page).serverTime()).isEqualTo("2026-01-31T02:03:04Z");
        assertThat(countdown(page).left()).isEqualTo("1 天 02:00:00");
        assertThat(countdown(page).end()).isEqualTo("2月1日 12:03");
    }

    @Test
    void only_those_who_have_paid_are_named() {
        assertThat(group(page("OPEN", 2, null, Availability.IN_STOCK)).places())
                .containsExactly(new Place("林**", true), new Place("会员9f3a", true), new Place("", false));
    }

    @Test
    void a_group_that_the_merchant_completed_says_so() {
        assertThat(group(page("SUCCEEDED", 2, "MERCHANT", Availability.IN_STOCK))
                        .status())
                .isEqualTo("商家成团");
        assertThat(group(page("SUCCEEDED", 3, "MEMBERS", Availability.IN_STOCK)).status())
                .isEqualTo("已成团");
        var failed = page("FAILED", 1, null, Availability.IN_STOCK);
        assertThat(group(failed).status()).startsWith("未成团");
        assertThat(failed.countdown()).isNull();
    }

    @Test
    void what_is_sold_out_says_so() {
        assertThat(page("OPEN", 1, null, Availability.OUT).trouble()).isEqualTo("暂时售罄");
        assertThat(page("OPEN", 1, null, Availability.LOW).trouble()).isEmpty();
    }

    private static SharePage.Group group(SharePage page) {
        return Objects.requireNonNull(page.group());
    }

    private static SharePage.Countdown countdown(SharePage page) {
        return Objects.requireNonNull(page.countdown());
    }

    private SharePage page(String state, int paid, @Nullable String completedBy, Availability stock) {
        var member = UUID.fromString("01934f3a-0000-7000-8000-000000000001");
        var link = new ShareLink(
                "3kTq0Zb7LmX2vA",
                new Sharer(Sharer.Kind.MEMBER, member, member, Optional.empty()),
                new ShareLink.Target(Optional.empty(), Optional.empty(), Optional.of(ACTIVITY)),
                "WECHAT_CHAT",
                Optional.empty(),
                NOW,
                Optional.empty(),
                Optional.empty());
        var group = new GroupCard(
                ACTIVITY, ACTIVITY, state, 3, paid, "林**", Optional.empty(), END, Optional.ofNullable(completedBy));
        var activity = new ActivityCard(
                ACTIVITY,
                SPU.value(),
                "周末拼团",
                "RUNNING",
                3,
                NOW,
                END,
                List.of(new Price(SKU.value(), 4_900), new Price(SKU.value(), 5_900)));
        return words.product(
                new Found(link, Optional.of(group), List.of("林**", "会员9f3a"), Optional.of(activity)),
                screen(stock),
                Optional.empty(),
                "https://shop.example",
                NOW);
    }

    private static ProductScreen screen(Availability stock) {
        var sheet = new Sheet(
                SPU,
                "连体衣",
                "",
                "件",
                ProductState.ON_SALE,
                Optional.empty(),
                "/images/placeholder.svg",
                List.of(),
                "",
                List.of(),
                List.of(),
                List.of(new Variant(SKU, List.of(), "/images/placeholder.svg")),
                ReturnPolicy.SEVEN_DAYS,
                RegulatoryClass.NONE);
        return new ProductScreen(
                sheet,
                new Offer(
                        Map.of(SKU, new PriceTag(SKU, PriceListId.DEFAULT, new Money(6_905))),
                        Map.of(SKU, stock),
                        Instant.MAX),
                List.of());
    }
}
