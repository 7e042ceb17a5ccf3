package cn.siyu.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A spreadsheet shows our cells and runs none of them. */
class CsvTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\rx", "=HYPERLINK(\"http://x\")"})
    void a_cell_that_could_be_a_formula_becomes_text(String cell) {
        assertThat(CsvText.harmless(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-12", "+3.50", "a=b", "2026-01-01"})
    void a_plain_cell_stays_as_it_is(String cell) {
        assertThat(CsvText.harmless(cell)).isEqualTo(cell);
    }

    @Test
    void cells_with_commas_quotes_and_lines_are_quoted() {
        var text = new String(CsvText.rows(List.of(List.of("a,b", "say \"hi\"", "l1\nl2"))), StandardCharsets.UTF_8);

        assertThat(text).isEqualTo("\"a,b\",\"say \"\"hi\"\"\",\"l1\nl2\"\r\n");
    }

    @Test
    void a_file_begins_with_the_byte_order_mark() {
        assertThat(CsvText.head(List.of("名称"))).startsWith(0xEF, 0xBB, 0xBF);
    }
}
