package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.trade.domain.FreightTemplate.Basis;
import cn.siyu.trade.domain.FreightTemplate.Load;
import cn.siyu.trade.domain.FreightTemplate.Zone;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreightTemplateTest {

    private static final String SHENZHEN = "440305";
    private static final String URUMQI = "650102";
    private static final String HONG_KONG = "810000";

    private static final FreightTemplate BY_WEIGHT = new FreightTemplate(
            Ids.next(),
            "标准快递",
            Basis.WEIGHT,
            true,
            Optional.of(new Money(9900)),
            List.of("81"),
            List.of(new Zone(List.of(), 1000, 800, 500, 200), new Zone(List.of("65"), 1000, 1800, 1000, 1000)),
            0);

    @Test
    void the_first_step_and_every_further_one_begun_are_paid() {
        assertThat(BY_WEIGHT.fee(SHENZHEN, grams(1000))).contains(new Money(800));
        assertThat(BY_WEIGHT.fee(SHENZHEN, grams(1001))).contains(new Money(1000));
        assertThat(BY_WEIGHT.fee(SHENZHEN, grams(2000))).contains(new Money(1200));
    }

    @Test
    void the_most_precise_zone_decides() {
        assertThat(BY_WEIGHT.fee(URUMQI, grams(1500))).contains(new Money(2800));
    }

    @Test
    void enough_goods_are_sent_free_of_charge() {
        assertThat(BY_WEIGHT.fee(URUMQI, new Load(new Money(9900), 5000, 1))).contains(Money.ZERO);
        assertThat(BY_WEIGHT.fee(URUMQI, new Load(new Money(9899), 1000, 1))).contains(new Money(1800));
    }

    @Test
    void some_regions_are_not_delivered_to() {
        assertThat(BY_WEIGHT.fee(HONG_KONG, grams(1))).isEmpty();
    }

    @Test
    void pieces_are_counted_when_the_template_says_so() {
        var byPiece = new FreightTemplate(
                Ids.next(),
                "按件",
                Basis.PIECE,
                false,
                Optional.empty(),
                List.of(),
                List.of(new Zone(List.of(), 2, 500, 1, 100)),
                0);

        assertThat(byPiece.fee(SHENZHEN, new Load(Money.ZERO, 99_999, 4))).contains(new Money(700));
    }

    private static Load grams(long grams) {
        return new Load(new Money(100), grams, 1);
    }
}
