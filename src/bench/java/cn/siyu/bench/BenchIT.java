package cn.siyu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the benchmark and writes its report; what must never be fails it, a figure that is not reached does not. */
@Tag("bench")
class BenchIT {

    @Test
    void every_answer_has_its_row_and_every_figure_is_written_down() {
        var sizes = Sizes.told();
        var build = Path.of(System.getProperty("siyu.build.directory", "target"));

        var results = new Bench(sizes, build.resolve("bench")).run();
        var report = Report.of(sizes, results);
        report.write(sizes.whole() ? Sizes.home().resolve("report") : build.resolve("bench-report"));

        System.out.println(report.table());
        assertThat(results.violations()).isZero();
        assertThat(results.facts().get("invariants_broken")).isEqualTo(Map.of());
        assertThat(report.missingAfterCrash()).isZero();
    }
}
