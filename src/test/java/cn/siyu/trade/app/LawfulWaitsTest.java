package cn.siyu.trade.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which settings the law refuses. */
class LawfulWaitsTest {

    @Test
    void a_return_that_nobody_looks_at_is_refunded_after_seven_days_unless_told_otherwise() {
        assertThat(settings(Map.of()).claimReceive()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void a_shop_that_refunds_returns_later_than_the_law_allows_does_not_start() {
        for (var lawful : List.of("7D", "1H")) {
            assertThatCode(() -> start(lawful)).as(lawful).doesNotThrowAnyException();
        }
        for (var late : List.of("10D", "P7DT1S")) {
            assertThatThrownBy(() -> start(late))
                    .as(late)
                    .hasMessageContaining("siyu.trade.claim-receive")
                    .hasMessageContaining("L1");
        }
    }

    private static void start(String claimReceive) {
        new LawfulWaits().check(new StartupEvent(), settings(Map.of("siyu.trade.claim-receive", claimReceive)));
    }

    private static TradeSettings settings(Map<String, String> told) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TradeSettings.class)
                .withDefaultValues(told)
                .build()
                .getConfigMapping(TradeSettings.class);
    }
}
