package cn.siyu.report.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.report.domain.Board.Period;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final LocalDate SUNDAY = LocalDate.of(2026, 3, 1);

    @Test
    void a_week_begins_on_monday_and_a_month_on_its_first() {
        assertThat(Period.DAY.around(SUNDAY)).isEqualTo(new Span(SUNDAY, SUNDAY));
        assertThat(Period.WEEK.around(SUNDAY)).isEqualTo(new Span(LocalDate.of(2026, 2, 23), SUNDAY));
        assertThat(Period.MONTH.around(SUNDAY)).isEqualTo(new Span(SUNDAY, LocalDate.of(2026, 3, 31)));
    }

    @Test
    void others_see_the_first_character_however_many_units_it_has() {
        assertThat(Board.masked("李小红")).isEqualTo("李**");
        assertThat(Board.masked("𠮷野")).isEqualTo("𠮷**");
        assertThat(Board.masked("李**")).isEqualTo("李**");
        assertThat(Board.masked(" ")).isEqualTo("**");
    }
}
