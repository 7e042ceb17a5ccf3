package cn.siyu.koc.app;

import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.CsvTable;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.job.RejectedRows;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.domain.Target.Kind;
import cn.siyu.koc.domain.Target.Metric;
import cn.siyu.koc.domain.Target.Wish;
import cn.siyu.koc.domain.TargetPeriod;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Sets targets from a file. What is there already is replaced, so a file can be sent again, whole or mended. */
@Singleton
public class ImportTargets implements JobHandler {

    public static final String KIND = "koc-target-import";
    public static final String FILE = "targets.csv";

    private static final Set<String> COLUMNS = Set.of("kind", "subject", "metric", "period", "goal");

    private final KeepTargets targets;
    private final Jobs jobs;
    private final Transactions transactions;

    @Inject
    ImportTargets(KeepTargets targets, Jobs jobs, Transactions transactions) {
        this.targets = targets;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    private record Parameters(Actor by) {}

    private record Work(JobRun run, Actor by, List<CsvRow> rows, RowFaults faults) {}

    /** Answers the job that does it. */
    public Uni<UUID> submit(byte[] csv, Actor actor) {
        var file = new Jobs.Attachment(FILE, "text/csv", csv);
        return transactions.in(tx -> jobs.submit(tx, KIND, actor, new Parameters(actor), List.of(file)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return run.file(FILE)
                .map(content -> read(run, content))
                .chain(this::setAll)
                .chain(work -> RejectedRows.conclude(
                        work.run(), work.faults(), work.rows().size()));
    }

    private static Work read(JobRun run, byte[] content) {
        var faults = new RowFaults();
        var by = run.parameters().path("by");
        var actor = new Actor(
                Actor.Kind.valueOf(by.path("kind").asText()),
                UUID.fromString(by.path("id").asText()),
                by.path("name").asText());
        try {
            var table = CsvTable.parse(FILE, content, COLUMNS, faults);
            return new Work(run, actor, table.rows(), faults);
        } catch (CsvTable.Unreadable e) {
            throw new IllegalArgumentException("line " + e.line() + ": " + e.getMessage(), e);
        }
    }

    private Uni<Work> setAll(Work work) {
        var total = work.rows().size();
        return Multi.createFrom()
                .range(0, total)
                .onItem()
                .transformToUniAndConcatenate(i -> set(work, work.rows().get(i))
                        .chain(() ->
                                work.run().progress(i + 1L, total, work.faults().badRows(), Map.of())))
                .collect()
                .last()
                .replaceWith(work);
    }

    private Uni<Void> set(Work work, CsvRow row) {
        return transactions
                .in(tx -> targets.replace(tx, wish(row), work.by()))
                .replaceWithVoid()
                .onFailure(Wrong.class)
                .recoverWithItem(failure -> noted(work, row, ((Wrong) failure).column, failure))
                .onFailure(Refused.class)
                .recoverWithItem(failure -> noted(work, row, "", failure));
    }

    private static Wish wish(CsvRow row) {
        return new Wish(
                read(row, "kind", Kind::valueOf),
                read(row, "subject", UUID::fromString),
                read(row, "metric", Metric::valueOf),
                read(row, "period", text -> TargetPeriod.of(text).orElseThrow(IllegalArgumentException::new)),
                read(row, "goal", ImportTargets::goal));
    }

    private static long goal(String text) {
        var goal = Long.parseLong(text);
        if (goal <= 0) {
            throw new IllegalArgumentException(text);
        }
        return goal;
    }

    private static <T> T read(CsvRow row, String column, Function<String, T> parse) {
        try {
            return parse.apply(row.text(column));
        } catch (IllegalArgumentException e) {
            throw new Wrong(column);
        }
    }

    @SuppressWarnings("NullAway") // The item of a Uni of Void is null.
    private static Void noted(Work work, CsvRow row, String column, Throwable why) {
        work.faults().add(row, column, column.isEmpty() ? "" : row.text(column), String.valueOf(why.getMessage()));
        return null;
    }

    /** What is wrong with one row. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String column;

        Wrong(String column) {
            super("is not a " + column + " of a target", null, false, false);
            this.column = column;
        }
    }
}
