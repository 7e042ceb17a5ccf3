package cn.siyu.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who hears what has gathered hears each event once, in few transactions, and one that cannot be heard keeps none of the others. */
@QuarkusTest
class BatchListenerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    BellTower tower;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void what_has_gathered_is_heard_together_and_once() {
        var story = "peal-" + Ids.next();
        var before = tower.heard.size();

        toll(bells(story, 500));

        await().atMost(SOON).until(() -> unsent(story) == 0);
        assertThat(tower.keys(story)).hasSize(500).doesNotHaveDuplicates();
        assertThat(tower.heard.size() - before).as("transactions").isLessThan(125);
    }

    @Test
    void what_is_told_again_has_no_second_effect() {
        var story = "again-" + Ids.next();
        toll(bells(story, 20));
        await().atMost(SOON).until(() -> unsent(story) == 0);

        var _ = transactions
                .in(tx -> tx.execute(
                        "update kernel_outbox set sent_at = null, claimed_until = null where starts_with(key, $1)",
                        story))
                .await()
                .atMost(SOON);
        relay.wake();

        await().atMost(SOON).until(() -> unsent(story) == 0);
        assertThat(tower.keys(story)).hasSize(20);
    }

    @Test
    void one_that_cannot_be_heard_waits_among_the_dead_letters_alone() {
        var story = "deaf-" + Ids.next();
        var bells = bells(story, 40);
        tower.deafTo.add(bells.get(17).key());

        toll(bells);

        await().atMost(SOON).until(() -> unsent(story) == 0);
        assertThat(tower.keys(story)).hasSize(39).doesNotContain(bells.get(17).key());
        assertThat(count("select count(*) as n from kernel_dead_letter where starts_with(key, $1)", story))
                .isEqualTo(1);
    }

    @Test
    void one_that_cannot_be_read_is_given_up_and_keeps_none_of_the_others() {
        var story = "spoilt-" + Ids.next();
        var bells = bells(story, 20);
        var _ = transactions
                .in(tx -> outbox.append(tx, bells)
                        .chain(() -> tx.execute(
                                "update kernel_outbox set payload = '{\"torn' where key = $1",
                                bells.get(7).key())))
                .await()
                .atMost(SOON);

        await().atMost(SOON).until(() -> unsent(story) == 0);
        assertThat(tower.keys(story)).hasSize(19).doesNotContain(bells.get(7).key());
        assertThat(count("select count(*) as n from kernel_dead_letter where starts_with(key, $1)", story))
                .isEqualTo(1);
        Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/dead-letters?size=100")
                .then()
                .statusCode(200)
                .body(
                        "items.find { it.key == '%s' }.payload.unreadable"
                                .formatted(bells.get(7).key()),
                        equalTo("{\"torn"));
    }

    private List<Tolled> bells(String story, int count) {
        return IntStream.range(0, count)
                .mapToObj(nth -> new Tolled(Ids.next(), clock.instant(), story + "-" + nth))
                .toList();
    }

    private void toll(List<Tolled> bells) {
        transactions.in(tx -> outbox.append(tx, bells)).await().atMost(SOON);
    }

    private long unsent(String story) {
        return count("select count(*) as n from kernel_outbox where starts_with(key, $1) and sent_at is null", story);
    }

    private long count(String sql, String story) {
        return transactions
                .reads()
                .one(sql, row -> row.getLong("n"), story)
                .await()
                .atMost(SOON);
    }
}
