package cn.siyu.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was ordered, paid and posted is kept: the law asks for three years, nothing here removes it ever (L13). */
class RetentionTest {

    private static final Pattern REMOVAL =
            Pattern.compile("(?i)\\b(?:delete\\s+from|truncate(?:\\s+table)?)\\s+(\\w+)");

    private static final Pattern RECORD = Pattern.compile("(trade|payment|ledger|commission)_\\w+");

    /** What nobody has agreed to yet, what staff keep as a setting, who waits in a run, and copies of what WeChat keeps. */
    private static final Set<String> NO_RECORDS = Set.of(
            "trade_cart_item",
            "trade_freight_template",
            "trade_supplier_statement_line",
            "commission_statement_held",
            "payment_bill");

    @Test
    void no_statement_removes_orders_payments_or_postings() {
        var removed = sources().flatMap(RetentionTest::removedBy).collect(Collectors.toCollection(TreeSet::new));

        assertThat(removed).as("the test sees statements at all").contains("kernel_outbox", "trade_cart_item");
        assertThat(removed.stream().filter(RetentionTest::isRecord)).isEmpty();
    }

    @Test
    void what_is_purged_by_its_age_is_not_of_the_trade() {
        var purged = removedBy(Path.of("src/main/java/cn/siyu/kernel/upkeep/Purge.java"));

        assertThat(purged).isNotEmpty().allMatch(table -> table.startsWith("kernel_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from trade_order where placed_at < $1",
                "DELETE FROM payment_refund",
                "truncate table ledger_posting",
                "truncate ledger_transfer"
            })
    void a_planted_breach_is_seen(String statement) {
        assertThat(removedIn(statement).filter(RetentionTest::isRecord)).hasSize(1);
    }

    private static boolean isRecord(String table) {
        return RECORD.matcher(table).matches() && !NO_RECORDS.contains(table);
    }

    private static Stream<String> removedBy(Path file) {
        return removedIn(text(file));
    }

    private static Stream<String> removedIn(String text) {
        return REMOVAL.matcher(text).results().map(found -> found.group(1).toLowerCase(Locale.ROOT));
    }

    private static Stream<Path> sources() {
        return Stream.of(Path.of("src/main/java"), Path.of("src/main/resources/db/migration"))
                .flatMap(folder -> files(folder).stream());
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
