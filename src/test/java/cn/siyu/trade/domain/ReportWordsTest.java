package cn.siyu.trade.domain;

import static cn.siyu.trade.domain.Orders.NOON;
import static cn.siyu.trade.domain.Orders.line;
import static cn.siyu.trade.domain.Orders.units;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.trade.OrderId;
import cn.siyu.wechat.ShippingReports.Report;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which words WeChat is told of parcels (E12). */
class ReportWordsTest {

    private static final DeliveryAddress HOME =
            new DeliveryAddress(Ids.next(), "王小明", "13800001234", "440305", "广东省深圳市南山区", "科技园路 1 号");

    @Test
    void all_in_one_parcel_is_one_word() {
        var order = Orders.shipped(line(1000, 2));

        var words = words(order, false, List.of(parcel(order, 2)));

        assertThat(words.split()).isFalse();
        assertThat(words.complete()).isTrue();
        assertThat(words.parcels().getFirst().contents()).isEqualTo("奶粉×2");
        assertThat(words.parcels().getFirst().contact()).isEqualTo("138****1234");
    }

    @Test
    void a_part_is_split_and_stays_so() {
        var order = Orders.paid(line(1000, 2));
        var partly = order.shipped(units(order, 1), NOON);

        assertThat(words(partly, false, List.of(parcel(order, 1))).split()).isTrue();
        assertThat(words(partly, false, List.of(parcel(order, 1))).complete()).isFalse();
        assertThat(words(partly.withdrawn(NOON), true, List.of(parcel(order, 1)))
                        .split())
                .isTrue();
        assertThat(words(partly.withdrawn(NOON), true, List.of(parcel(order, 1)))
                        .complete())
                .isTrue();
    }

    @Test
    void wechat_takes_fifteen_parcels() {
        var order = Orders.shipped(line(1000, 40));

        assertThat(words(order, false, Collections.nCopies(20, parcel(order, 2)))
                        .parcels())
                .hasSize(15);
    }

    @Test
    void it_waits_longer_after_each_try_in_vain() {
        assertThat(report(1, false).nextTry(NOON)).isEqualTo(NOON.plusSeconds(5));
        assertThat(report(3, false).nextTry(NOON)).isEqualTo(NOON.plus(Duration.ofMinutes(2)));
        assertThat(report(99, false).nextTry(NOON)).isEqualTo(NOON.plus(Duration.ofHours(1)));
    }

    private static Report words(Order order, boolean split, List<Parcel> parcels) {
        return report(1, split).about(order, parcels, HOME, "4200001", "openid");
    }

    private static ShippingReport report(int tries, boolean split) {
        return new ShippingReport(OrderId.next(), 1, split, tries, NOON);
    }

    private static Parcel parcel(Order order, int units) {
        return new Parcel(Ids.next(), "SF", "SF1234", units(order, units), NOON);
    }
}
