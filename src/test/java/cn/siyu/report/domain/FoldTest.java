package cn.siyu.report.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.report.domain.Overview.Day;
import cn.siyu.report.domain.Overview.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an overview is made of. */
class FoldTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final UUID MEMBER = new UUID(0, 1);
    private static final UUID FRIEND = new UUID(0, 2);
    private static final UUID DISTRIBUTOR = new UUID(0, 3);
    private static final UUID KOC = new UUID(0, 4);

    /** 23:59:59 on Monday in Shanghai is 15:59:59 UTC. */
    private static final Instant LATE_ON_MONDAY = Instant.parse("2026-03-02T15:59:59Z");

    private final Sale first = sale(1, MEMBER, LATE_ON_MONDAY, 1_000, true, Optional.of(DISTRIBUTOR), Optional.of(KOC));
    private final Sale second =
            sale(2, MEMBER, LATE_ON_MONDAY.plusSeconds(1), 300, false, Optional.empty(), Optional.of(KOC));
    private final Sale friends =
            sale(3, FRIEND, LATE_ON_MONDAY.plusSeconds(2), 500, false, Optional.empty(), Optional.empty());

    @Test
    void a_refund_counts_on_the_day_of_its_arrival_and_under_what_its_order_counts() {
        var refund = new Refunded("R1", first.order(), 400, LATE_ON_MONDAY.plusSeconds(3));

        var tuesday = Fold.overview(new Span(TUESDAY, TUESDAY), List.of(first, second, friends), List.of(refund));

        assertThat(tuesday.total()).isEqualTo(new Sums(2, 800, 0, 0, 1, 400));
        assertThat(tuesday.bSide()).isEqualTo(new Sums(0, 0, 0, 0, 1, 400));
        assertThat(tuesday.cSide()).isEqualTo(new Sums(2, 800, 0, 0, 0, 0));
        assertThat(tuesday.distributors())
                .containsExactly(new Line(DISTRIBUTOR.toString(), new Sums(0, 0, 0, 0, 1, 400)));
    }

    /** The member is new in the range in which his first order lies, although he bought again. */
    @Test
    void people_are_counted_once_in_a_range() {
        var both = Fold.overview(new Span(MONDAY, TUESDAY), List.of(first, second, friends), List.of());
        var tuesday = Fold.overview(new Span(TUESDAY, TUESDAY), List.of(first, second, friends), List.of());

        assertThat(both.people()).isEqualTo(new People(2, 1));
        assertThat(tuesday.people()).isEqualTo(new People(2, 0));
        assertThat(both.total().firstGrossFen() + both.total().repeatGrossFen()).isEqualTo(1_800);
        assertThat(both.kocs()).containsExactly(new Line(KOC.toString(), new Sums(2, 1_300, 1, 1_000, 0, 0)));
    }

    @Test
    void nothing_sold_is_zero_and_every_day_is_there() {
        var empty = Fold.overview(new Span(MONDAY, TUESDAY), List.of(), List.of());

        assertThat(empty.total()).isEqualTo(Sums.NONE);
        assertThat(empty.people()).isEqualTo(People.NOBODY);
        assertThat(empty.days()).containsExactly(new Day(MONDAY, Sums.NONE), new Day(TUESDAY, Sums.NONE));
        assertThat(empty.distributors()).isEmpty();
    }

    private static Sale sale(
            int order,
            UUID member,
            Instant at,
            long fen,
            boolean first,
            Optional<UUID> distributor,
            Optional<UUID> koc) {
        return new Sale(
                new UUID(1, order), member, at, fen, first, "NONE", "DIRECT", distributor, koc, Optional.empty());
    }
}
