package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopFleet;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two thousand buyers for a hundred units, again and again, at two application processes; in every second round everything
 * that they say to the database is 5 to 50 ms on its way (REL-20). A third process brings the servers and sells nothing.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LastUnitsIT {

    private static final Path FOLDERS = Path.of("target", "last-units-it");
    private static final int ROUNDS = Integer.getInteger("siyu.race.rushes", 2);
    private static final int CROWD = Integer.getInteger("siyu.race.crowd", 2_000);
    private static final int UNITS = 100;
    private static final int FORGETFUL = 10;
    private static final int HANDS = 32;

    /** Tokens outlive all rounds, which go on for hours on the shop's clock; staff sign in for each contest. */
    private static final Map<String, String> SETTINGS = Map.of(
            "siyu.tokens.access-life", "30d",
            "siyu.identity.attempts-allowed", "100000",
            "siyu.identity.attempts-allowed-per-address", "100000");

    private static ShopFleet fleet;
    private static List<RemoteShop> shops;
    private static List<Buyer> crowd;
    private static Contestants contestants;

    @BeforeAll
    static void open() {
        fleet = ShopFleet.start(FOLDERS, 3, SETTINGS);
        shops = List.of(RemoteShop.of(fleet, 1), RemoteShop.of(fleet, 2));
        crowd = shops.getFirst().buyers("rush", CROWD);
        contestants = new Contestants(fleet, shops);
    }

    @AfterAll
    static void close() {
        fleet.close();
    }

    @Test
    @Order(1)
    void as_many_are_sold_as_there_are_and_they_stay_sold() throws SQLException {
        for (var round = 0; round < ROUNDS; round++) {
            var slow = round % 2 == 1;
            var begin = System.nanoTime();
            var sku = shops.getFirst().goods("rush-" + round, 1, 9_900, UNITS).getFirst();
            if (slow) {
                fleet.line().delay(Duration.ofMillis(5), Duration.ofMillis(50));
            }

            var rush = new Rush(fleet, shops, crowd, sku, UNITS);
            rush.run(FORGETFUL);

            fleet.line().straight();
            System.out.printf(
                    "LastUnitsIT: round %d%s, %d buyers, %d units, %d s: %s%n",
                    round + 1,
                    slow ? " at a far database" : "",
                    CROWD,
                    UNITS,
                    (System.nanoTime() - begin) / 1_000_000_000,
                    rush.faults().isEmpty() ? "sound" : rush.faults());
            assertThat(rush.faults()).isEmpty();
        }
    }

    /** Thirty-two hands of one buyer at both processes, five times as often (REL-21, A13). */
    @Test
    @Order(2)
    void a_person_buys_what_he_may_however_many_hands_he_has() throws SQLException {
        var desk = shops.getFirst().staff("merchandiser");
        var buyer = crowd.getFirst();
        for (var round = 0; round < 5 * ROUNDS; round++) {
            var sku =
                    shops.getFirst().goods("limited-" + round, 1, 9_900, 1_000).getFirst();
            var limit =
                    Map.of("skuId", sku.toString(), "scope", "PERSON", "period", "EVER", "units", 3, "reason", "race");
            var _ = shops.getFirst()
                    .api()
                    .post(desk, "/api/admin/v1/purchase-limits", limit)
                    .expect(201);
            var lines = List.of(new Line(sku, 1));
            var hash = shops.getFirst().quoteHash(buyer, lines);

            var answers =
                    Crowds.atOnce(HANDS, i -> shops.get(i % 2).place(buyer, RemoteShop.key("limited"), lines, hash));

            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 201)
                    .allSatisfy(answer ->
                            assertThat(answer.code()).as(answer.text()).isEqualTo("PURCHASE_LIMIT"));
            assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", sku))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(3)
    void what_a_person_may_do_once_is_done_once_however_many_hands_he_has(Contest contest) throws SQLException {
        contestants.compete(contest, 5 * ROUNDS);
    }

    @Test
    @Order(4)
    void in_the_end_all_books_agree() throws SQLException {
        fleet.checkInvariants(shops.getFirst().now());

        assertThat(fleet.number("select count(*) from kernel_dead_letter")).isZero();
        Crowds.booksAgree(fleet, shops.getFirst());
        assertThat(fleet.shop(1).log() + fleet.shop(2).log()).doesNotContain("deadlock detected");
    }
}
