package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuoteTest {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final Instant EXPIRY = Orders.NOON.plus(LIFE);

    @Test
    void the_same_purchase_has_the_same_hash_and_any_change_another() {
        var line = new Quote.Line(Orders.line(1000, 1).sold(), 2, Availability.IN_STOCK);
        var quote = quote(line, 800);

        assertThat(quote.asOf(EXPIRY).hash()).isEqualTo(quote.hash());
        assertThat(quote(line, 801).hash()).isNotEqualTo(quote.hash());
        assertThat(quote(new Quote.Line(line.sold(), 3, Availability.IN_STOCK), 800)
                        .hash())
                .isNotEqualTo(quote.hash());
        assertThat(quote(new Quote.Line(Orders.line(1000, 1).sold(), 2, Availability.IN_STOCK), 800)
                        .hash())
                .isNotEqualTo(quote.hash());
    }

    @Test
    void a_hash_is_good_for_ten_minutes_and_not_longer() {
        var hash = quote(new Quote.Line(Orders.line(1000, 1).sold(), 1, Availability.LOW), 0)
                .hash();

        assertThat(Quote.expiryOf(hash, Orders.NOON, LIFE)).contains(EXPIRY);
        assertThat(Quote.expiryOf(hash, EXPIRY, LIFE)).isEmpty();
        assertThat(Quote.expiryOf(hash, Orders.NOON.minusSeconds(1), LIFE)).isEmpty();
        assertThat(Quote.expiryOf("nonsense", Orders.NOON, LIFE)).isEmpty();
        assertThat(Quote.expiryOf("zzzzzzzzzzzzz-1", Orders.NOON, LIFE)).isEmpty();
    }

    @Test
    void lines_of_the_same_sku_become_one() {
        var red = SkuId.next();
        var blue = SkuId.next();

        var merged = Wanted.merged(List.of(new Wanted(red, 1), new Wanted(blue, 1), new Wanted(red, 2)));

        assertThat(merged).containsExactly(new Wanted(red, 3), new Wanted(blue, 1));
    }

    @Test
    void order_numbers_sort_by_time_and_fit_into_wechats_field() {
        var random = new Random(7);
        var earlier = OrderNumbers.next(Orders.NOON, random);
        var later = OrderNumbers.next(Orders.NOON.plusMillis(1), random);

        assertThat(earlier).matches("[0-9A-Za-z_-]{24}").isLessThan(later);
        assertThat(OrderNumbers.next(Orders.NOON, random)).isNotEqualTo(earlier);
    }

    private static final MemberId MEMBER = MemberId.next();
    private static final UUID ADDRESS = Ids.next();

    private static Quote quote(Quote.Line line, long freight) {
        return new Quote(MEMBER, List.of(line), Optional.of(ADDRESS), Optional.of(new Money(freight)), EXPIRY);
    }
}
