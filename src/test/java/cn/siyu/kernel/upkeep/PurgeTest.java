package cn.siyu.kernel.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Old rows go, young ones stay. */
@QuarkusTest
class PurgeTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Purge purge;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void heard_events_go_after_40_days() {
        var old = heard(41);
        var young = heard(39);

        assertThat(purge.purge().await().atMost(SOON)).isPositive();

        assertThat(isKept(old)).isFalse();
        assertThat(isKept(young)).isTrue();
    }

    private UUID heard(int daysAgo) {
        var id = Ids.next();
        var _ = transactions
                .reads()
                .execute(
                        "insert into kernel_inbox (consumer, event_id, heard_at) values ('testing.purge', $1, $2)",
                        id,
                        clock.instant().minus(Duration.ofDays(daysAgo)))
                .await()
                .atMost(SOON);
        return id;
    }

    private boolean isKept(UUID id) {
        return transactions
                .reads()
                .one("select count(*) as n from kernel_inbox where event_id = $1", row -> row.getLong("n") == 1, id)
                .await()
                .atMost(SOON);
    }
}
