package cn.siyu.groupbuy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.id.Ids;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How what is left is told to the public (A12). */
class LeftoversTest {

    @Test
    void how_many_are_left_is_said_in_three_words() {
        var leftovers = leftovers(Map.of("siyu.groupbuy.low-below", "20"));
        assertThat(word(leftovers, 0)).isEqualTo(Availability.OUT);
        assertThat(word(leftovers, 1)).isEqualTo(Availability.LOW);
        assertThat(word(leftovers, 19)).isEqualTo(Availability.LOW);
        assertThat(word(leftovers, 20)).isEqualTo(Availability.IN_STOCK);
    }

    @Test
    void few_are_fewer_than_ten_unless_told_otherwise() {
        assertThat(word(leftovers(Map.of()), 9)).isEqualTo(Availability.LOW);
        assertThat(word(leftovers(Map.of()), 10)).isEqualTo(Availability.IN_STOCK);
    }

    @Test
    void a_shop_whose_border_is_above_what_pages_hear_of_does_not_start() {
        assertThatThrownBy(() -> leftovers(Map.of("siyu.groupbuy.low-below", "21")))
                .hasMessageContaining("siyu.groupbuy.low-below")
                .hasMessageContaining("20");
    }

    private static @Nullable Availability word(Leftovers leftovers, long left) {
        var sku = SkuId.next();
        return leftovers.inWords(List.of(new Level(Ids.next(), sku, 100, left))).get(sku);
    }

    private static Leftovers leftovers(Map<String, String> told) {
        return new Leftovers(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GroupBuySettings.class)
                .withDefaultValues(told)
                .build()
                .getConfigMapping(GroupBuySettings.class));
    }
}
