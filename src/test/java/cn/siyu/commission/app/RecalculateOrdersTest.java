package cn.siyu.commission.app;

import static cn.siyu.commission.Earners.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cn.siyu.commission.Earners;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.Recalculation.Place;
import cn.siyu.commission.domain.Recalculation.Tally;
import cn.siyu.commission.domain.RecalculationRow;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.commission.store.RecalculationRowStore;
import cn.siyu.commission.store.RecalculationStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.job.JobCancelled;
import cn.siyu.kernel.job.JobInterrupted;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Shop;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A recalculation whose run is lost goes on where it stands, and counts no order twice. Two orders are one portion here. */
@QuarkusTest
class RecalculateOrdersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than there are portions, so that the last of them loses one after another. */
    private static final int AT_ONCE = 6;

    private static final Actor FINANCE = Actor.system("test");

    @Inject
    RecalculateOrders recalculate;

    @Inject
    RecalculationStore recalculations;

    @Inject
    RecalculationRowStore rows;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private Period period = new Period(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

    /** A run that ends at its first portion as said, or not at all. */
    private record Run(UUID jobId, Optional<Supplier<RuntimeException>> end, List<String> noted) implements JobRun {

        @Override
        public Actor actor() {
            return FINANCE;
        }

        @Override
        public JsonNode parameters() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public Optional<JsonNode> checkpoint() {
            return Optional.empty();
        }

        @Override
        public Uni<Void> progress(long processed, long total, long failed, Object checkpoint) {
            noted.add(processed + " of " + total + ", " + failed + " failed");
            return end.map(how -> Uni.createFrom().<Void>failure(how.get()))
                    .orElseGet(() -> Uni.createFrom().voidItem());
        }

        @Override
        public Uni<Void> keepFile(String name, String mediaType, byte[] content) {
            throw new UnsupportedOperationException("it keeps rows");
        }

        @Override
        public Uni<byte[]> file(String name) {
            throw new UnsupportedOperationException("it has none");
        }
    }

    @BeforeEach
    void five_orders() {
        var partner = Earners.distributor();
        var buyer = Shop.buyer();
        var goods = Shop.product(10_000, 5);
        var from = clock.instant();
        for (var nth = 1; nth <= 5; nth++) {
            var order = buyer.order(goods, 1);
            attribute(order, partner, 100 * nth);
            var _ = buyer.pay(order);
        }
        partner.awaitAccount("pendingFen", 1_500);
        period = new Period(from, clock.instant().plusSeconds(1));
    }

    @Test
    void a_killed_run_is_taken_up_where_it_stands_and_a_lost_one_adds_nothing() {
        var id = asked();
        var killed = new Run(id, Optional.of(JobInterrupted::new), new ArrayList<>());
        var second = new Run(id, Optional.empty(), new ArrayList<>());

        assertThatThrownBy(() -> ended(recalculate.run(killed))).isInstanceOf(JobInterrupted.class);
        assertThat(see(id).tally().orders()).isEqualTo(2);
        assertThat(see(id).doneAt()).isEmpty();
        ended(recalculate.run(second));
        var whole = see(id);
        ended(recalculate.run(new Run(id, Optional.empty(), new ArrayList<>())));

        assertThat(killed.noted()).containsExactly("2 of 5, 0 failed");
        assertThat(second.noted()).containsExactly("4 of 5, 0 failed", "5 of 5, 0 failed");
        assertThat(whole.doneAt()).isPresent();
        assertThat(whole.tally().orders()).isEqualTo(5);
        assertThat(whole.tally().fen().paid().fen()).isEqualTo(1_500);
        assertThat(whole.tally().fen().again().fen()).isEqualTo(1_500);
        assertThat(see(id)).isEqualTo(whole);
        assertThat(found(id))
                .extracting(
                        row -> row.subject().what(),
                        RecalculationRow::orders,
                        row -> row.fen().again().fen())
                .containsExactlyInAnyOrder(tuple(What.PAYEE, 5L, 1_500L), tuple(What.RULE, 5L, 1_500L));
    }

    @Test
    void runs_at_once_count_every_order_once() {
        var id = asked();
        var runs = Stream.generate(() -> recalculate.run(new Run(id, Optional.empty(), new ArrayList<>())))
                .limit(AT_ONCE)
                .toList();

        var _ = ended(Uni.join().all(runs).andCollectFailures());

        assertThat(see(id).tally().orders()).isEqualTo(5);
        assertThat(see(id).tally().fen().paid().fen()).isEqualTo(1_500);
    }

    @Test
    void a_cancelled_one_stays_as_far_as_it_came() {
        var id = asked();

        assertThatThrownBy(() -> ended(recalculate.run(new Run(id, Optional.of(JobCancelled::new), new ArrayList<>()))))
                .isInstanceOf(JobCancelled.class);

        assertThat(see(id).tally().orders()).isEqualTo(2);
        assertThat(see(id).doneAt()).isEmpty();
    }

    /** A simulation by the rules as they are; no job is made for it. */
    private UUID asked() {
        var asked = new Recalculation(
                Ids.next(),
                Kind.SIMULATE,
                period,
                Optional.empty(),
                "test",
                Ids.next(),
                "test",
                clock.instant(),
                Place.before(period),
                Tally.NOTHING,
                Optional.empty());
        ended(transactions.in(tx -> recalculations.insert(tx, asked, List.of())));
        return asked.id();
    }

    private Recalculation see(UUID id) {
        return ended(recalculations.find(transactions.reads(), id));
    }

    private List<RecalculationRow> found(UUID id) {
        return ended(rows.after(transactions.reads(), id, new UUID(0, 0), 100));
    }

    private static <T> T ended(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
