package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many more requests than units, at two application processes: exactly what is there is sold, and whoever repeats his request hears
 * the same words, whatever has become of Redis (REL-01, REL-22). Long: {@code -Dsiyu.race.requests=20000 -Dsiyu.race.repeats=10000};
 * again: {@code -Dseed=}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SellingIT {

    private static final int REQUESTS = Integer.getInteger("siyu.race.requests", 1_200);
    private static final int REPEATS = Integer.getInteger("siyu.race.repeats", 0);
    private static final int UNITS = REQUESTS / 20;
    private static final int CROWD = Math.max(60, REQUESTS / 50);

    /** All together may have more than there is, but not everybody gets what he may. */
    private static final int PER_PERSON = 3;

    private static final int LEADERS = 8;

    private static ShopFleet fleet;
    private static List<RemoteShop> shops;
    private static List<Buyer> crowd;

    /** How units are sold. The ordinary ones are fewer, so that the short run stays short. */
    private enum Kind {
        SEATS(1) {
            @Override
            Sale begin(String code, int units, int perPerson) {
                return Sales.seats(shops.getFirst(), leaders(perPerson), code, units, perPerson);
            }
        },
        FLASH(2) {
            @Override
            Sale begin(String code, int units, int perPerson) {
                return Sales.flash(shops.getFirst(), crowd.getFirst(), code, units, perPerson);
            }
        },
        ORDERS(4) {
            @Override
            Sale begin(String code, int units, int perPerson) {
                return Sales.orders(shops.getFirst(), code, units, perPerson);
            }
        };

        private final int part;

        Kind(int part) {
            this.part = part;
        }

        abstract Sale begin(String code, int units, int perPerson);
    }

    @BeforeAll
    static void open() {
        System.out.printf("SellingIT: %d requests, again with -Dseed=%d%n", REQUESTS, Crowds.SEED);
        fleet = Arena.enter();
        shops = List.of(RemoteShop.of(fleet, 0), RemoteShop.of(fleet, 1));
        crowd = shops.getFirst().buyers("selling", CROWD);
    }

    @AfterAll
    static void close() {
        Arena.leave();
    }

    /** Where everybody may have what he wants, all open groups: more can be sold than a few groups hold. */
    private static List<Buyer> leaders(int perPerson) {
        return perPerson < Sales.NO_LIMIT ? crowd.subList(0, LEADERS) : List.of();
    }

    private static SellOut sellOut(Kind kind, String story, int units, int perPerson) {
        var code = story + "-" + kind.name().toLowerCase(Locale.ROOT);
        return new SellOut(code, fleet, shops, crowd, kind.begin(code, units, perPerson), Crowds.SEED);
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void exactly_what_is_there_is_sold_and_what_is_not_paid_is_sold_again(Kind kind) throws SQLException {
        var units = UNITS / kind.part;
        var sellOut = sellOut(kind, "selling", units, PER_PERSON);

        sellOut.run(REQUESTS / kind.part, units, PER_PERSON);

        assertThat(sellOut.faults()).as("seed %d", Crowds.SEED).isEmpty();
    }

    /** Beyond the few who win in the story above: ten thousand in the long run, and none in the short one. */
    @ParameterizedTest
    @EnumSource
    @Order(2)
    void thousands_who_repeat_hear_the_same_words(Kind kind) {
        if (REPEATS > 0) {
            var sellOut = sellOut(kind, "repeating", REPEATS, Sales.NO_LIMIT);

            var won = sellOut.rush(REPEATS + REPEATS / 20);
            sellOut.repeat(won, "after the sell-out");
            sellOut.redisForgets();
            sellOut.repeat(won, "after FLUSHALL");

            assertThat(won.size()).isEqualTo(REPEATS);
            assertThat(sellOut.faults()).as("seed %d", Crowds.SEED).isEmpty();
        }
    }

    @Test
    @Order(3)
    void in_the_end_all_books_agree() throws SQLException {
        fleet.checkInvariants(shops.getFirst().now());

        assertThat(fleet.number("select count(*) from kernel_dead_letter")).isZero();
        assertThat(fleet.number("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
        Crowds.booksAgree(fleet, shops.getFirst());
    }
}
