package cn.siyu.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.domain.Reservation.State;
import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What leaves and comes back, without a database. */
class ReservationTest {

    private static final SkuId BIB = SkuId.next();
    private static final UUID ORDER = UUID.randomUUID();
    private static final UUID MAIN = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();

    @Test
    void units_leave_from_the_first_pool_first() {
        var held = List.of(reserved(MAIN, 0, State.LIVE, 1, 3, 1, 0), reserved(SECOND, 1, State.LIVE, 1, 2, 0, 0));

        assertThat(Reservation.leave(held, Map.of(BIB, 3)))
                .containsExactly(new Pick(ORDER, BIB, MAIN, 2), new Pick(ORDER, BIB, SECOND, 1));
    }

    @Test
    void what_was_released_does_not_leave() {
        var held = List.of(reserved(MAIN, 0, State.RELEASED, 1, 3, 1, 0));

        assertThatThrownBy(() -> Reservation.leave(held, Map.of(BIB, 1)))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.problem()).isEqualTo(InventoryProblem.NOT_RESERVED));
    }

    @Test
    void no_more_comes_back_than_has_left() {
        var held = List.of(reserved(MAIN, 0, State.DEDUCTED, 1, 3, 3, 2));

        assertThat(Reservation.comeBack(held, Map.of(BIB, 1))).containsExactly(new Pick(ORDER, BIB, MAIN, 1));
        assertThatThrownBy(() -> Reservation.comeBack(held, Map.of(BIB, 2)))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.problem()).isEqualTo(InventoryProblem.NOT_DEDUCTED));
    }

    @Test
    void taking_again_looks_at_the_last_round_only() {
        var first = reserved(MAIN, 0, State.RELEASED, 1, 3, 0, 0);
        var second = reserved(SECOND, 1, State.RELEASED, 2, 3, 0, 0);

        assertThat(Reservation.lastReleased(List.of(first, second))).containsExactly(second);
    }

    private static Reservation reserved(
            UUID pool, int rank, State state, int round, int quantity, int deducted, int returned) {
        return new Reservation(ORDER, BIB, pool, rank, Optional.empty(), state, round, quantity, deducted, returned);
    }
}
