package cn.siyu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.testing.OwnClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code openapi/problems.md} lists every code that clients may branch on, and none that does not exist. */
class ProblemsPageTest {

    private static final Path COMMITTED = Path.of("openapi", "problems.md");
    private static final Path BUILT = Path.of("target", "openapi", "problems.md");

    private static final String HEAD = """
            # Problems

            Every error answer is `application/problem+json` (RFC 9457) with a stable `code`. `type` is the code in lower case
            with dashes, under `/problems/`. Branch on `code` and `status`, show your own words, never parse `title` or
            `detail`. `retryable` says whether the same request may succeed later.

            | code | status | retryable | says |
            |---|---|---|---|
            """;

    @Test
    void the_page_lists_exactly_the_codes_of_the_code() throws IOException {
        var page = HEAD
                + problems().stream()
                        .map(problem -> "| `%s` | %d | %s | %s |%n"
                                .formatted(
                                        problem.code(),
                                        problem.status(),
                                        problem.retryable() ? "yes" : "no",
                                        problem.title()))
                        .collect(Collectors.joining());
        Files.createDirectories(BUILT.getParent());
        Files.writeString(BUILT, page);

        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as("copy target/openapi/problems.md to openapi/problems.md")
                .isEqualTo(page);
    }

    @Test
    void a_code_means_one_thing_everywhere() {
        Map<String, Long> uses =
                problems().stream().collect(Collectors.groupingBy(ProblemType::code, Collectors.counting()));

        assertThat(uses).allSatisfy((code, count) -> assertThat(count).as(code).isOne());
    }

    private static List<ProblemType> problems() {
        return OwnClasses.of(ProblemType.class).stream()
                .filter(Class::isEnum)
                .<ProblemType>flatMap(type -> Stream.of(type.getEnumConstants()))
                .sorted(Comparator.comparing(ProblemType::code))
                .toList();
    }
}
