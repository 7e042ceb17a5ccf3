package cn.siyu.report;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.report.app.FoldFacts;
import cn.siyu.report.domain.Fold;
import cn.siyu.report.domain.Refunded;
import cn.siyu.report.domain.Sale;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.FactStore;
import cn.siyu.report.store.RollupStore;
import cn.siyu.report.store.RollupStore.Crooked;
import cn.siyu.testing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Sums that are kept day by day are what the plain rule makes of the facts. */
@QuarkusTest
class RollupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORDERS = 10_000;
    private static final int BATCH = 500;
    private static final int DAYS = 40;

    /** Days that no other test comes to. */
    private static final LocalDate START = LocalDate.of(2041, 1, 1);

    @Inject
    FactStore facts;

    @Inject
    FoldFacts fold;

    @Inject
    RollupStore rollups;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private final Random random = new Random(20_260_302);

    /** Ten thousand orders and their refunds, in any order, some of them told twice, folded while they come in. */
    @Test
    void ten_thousand_orders_and_refunds_are_what_a_recomputation_makes_of_them() throws SQLException {
        var sales = sales();
        var refunds = refunds(sales);

        for (var at = 0; at < ORDERS; at += BATCH) {
            var batch = sales.subList(at, at + BATCH);
            var told = new HashSet<>(batch.stream().map(Sale::order).toList());
            var goneBack = refunds.stream()
                    .filter(refund -> told.contains(refund.order()))
                    .toList();
            await(transactions.in(tx -> facts.addSales(tx, batch, clock.instant())));
            assertThat(await(Uni.join().all(fold.fold(), fold.fold()).andFailFast()))
                    .hasSize(2);
            await(transactions.in(tx -> facts.addRefunds(tx, goneBack, clock.instant())
                    .chain(() -> facts.addSales(tx, batch, clock.instant()))
                    .chain(() -> facts.addRefunds(tx, goneBack, clock.instant()))));
        }
        await(fold.fold());
        // The shop folds too, and may still have a batch in hand.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> await(transactions.in(tx -> rollups.read(tx, Span.last(1, START))))
                        .waitingSince()
                        .isEmpty());

        for (var days : List.of(1, 7, 30, DAYS)) {
            var span = Span.last(days, START.plusDays(DAYS - 1L));
            assertThat(await(transactions.in(tx -> rollups.read(tx, span))).overview())
                    .isEqualTo(Fold.overview(span, sales, refunds));
        }
        assertThat(await(rollups.differences(transactions.reads(), START))).isEmpty();
        crook(1);
        assertThat(await(rollups.differences(transactions.reads(), START)))
                .singleElement()
                .extracting(Crooked::day, Crooked::dimension)
                .containsExactly(START, "ALL");
        crook(-1);
    }

    /** A sum that its facts do not add up to. */
    private static void crook(int fen) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.prepareStatement(
                        "update report_day set gross_fen = gross_fen + ? where day = ? and dimension = 'ALL'")) {
            statement.setInt(1, fen);
            statement.setObject(2, START);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private List<Sale> sales() {
        var members = ids(2_000);
        var distributors = ids(25);
        var kocs = ids(12);
        var communities = ids(15);
        var seen = new HashSet<UUID>();
        return IntStream.range(0, ORDERS)
                .mapToObj(_ -> {
                    var member = members.get(random.nextInt(members.size()));
                    return new Sale(
                            UUID.randomUUID(),
                            member,
                            ShopCalendar.startOf(START)
                                    .plusMillis(random.nextLong(
                                            Duration.ofDays(DAYS).toMillis())),
                            random.nextLong(50_000),
                            seen.add(member),
                            "NONE",
                            List.of("DIRECT", "SHARE", "KOC").get(random.nextInt(3)),
                            maybe(distributors),
                            maybe(kocs),
                            maybe(communities));
                })
                .toList();
    }

    private List<Refunded> refunds(List<Sale> sales) {
        var refunds = new ArrayList<Refunded>();
        sales.forEach(sale -> IntStream.range(0, Math.max(0, random.nextInt(5) - 2))
                .forEach(part -> refunds.add(new Refunded(
                        "R" + part + "-" + sale.order(),
                        sale.order(),
                        sale.grossFen() / 3,
                        sale.firmAt().plusSeconds(random.nextInt(500_000))))));
        return refunds;
    }

    private Optional<UUID> maybe(List<UUID> ids) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(_ -> UUID.randomUUID()).toList();
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }
}
