package cn.siyu.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ArchUnit cannot see: the words inside our SQL. */
class SqlSourceTest {

    /** The database's clock cannot be moved in tests, and two clocks never agree. */
    private static final Pattern DATABASE_CLOCK =
            Pattern.compile("(?i)\\bnow\\s*\\(\\s*\\)|\\bcurrent_(timestamp|date|time)\\b|\\blocaltime(stamp)?\\b"
                    + "|\\b(clock|statement|transaction)_timestamp\\b");

    /** The shop's own clock has a method of that name too. */
    private static final Pattern COMMENT = Pattern.compile("^\\s*(--|\\*|/\\*\\*?|//).*");

    @Test
    void no_statement_asks_the_database_for_the_time() {
        var sources = Stream.concat(
                        files(Path.of("src", "main", "resources", "db", "migration"), ".sql"),
                        files(Path.of("src", "main", "java"), ".java").filter(SqlSourceTest::holdsSql))
                .toList();

        assertThat(sources).isNotEmpty();
        assertThat(sources.stream().flatMap(SqlSourceTest::breaches)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"set at = now()", "default CURRENT_TIMESTAMP", "where day = current_date", "clock_timestamp()"})
    void a_planted_breach_is_seen(String line) {
        assertThat(isBreach(line)).isTrue();
        assertThat(isBreach("-- " + line)).isFalse();
    }

    private static Stream<String> breaches(Path file) {
        var lines = lines(file);
        return IntStream.range(0, lines.size())
                .filter(at -> isBreach(lines.get(at)))
                .mapToObj(at -> file + ":" + (at + 1) + " " + lines.get(at).strip());
    }

    private static boolean isBreach(String line) {
        return !COMMENT.matcher(line).matches() && DATABASE_CLOCK.matcher(line).find();
    }

    private static boolean holdsSql(Path file) {
        return lines(file).stream().anyMatch(line -> line.contains("\"\"\""));
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (var all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
