package cn.siyu.audience.app;

import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.CsvTable;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.RejectedRows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Gives a tag to the members of a file, by their ids. Who carries the tag already is passed over, so a file can be sent
 * again, whole or mended.
 */
@Singleton
public class ImportTags implements JobHandler {

    public static final String KIND = "tag-import";
    public static final String FILE = "members.csv";

    private static final String COLUMN = "memberId";
    private static final int BATCH = 500;

    private final TagCustomers customers;

    @Inject
    ImportTags(TagCustomers customers) {
        this.customers = customers;
    }

    private record Work(JobRun run, UUID tag, List<UUID> members, RowFaults faults) {

        private List<UUID> batch(int number) {
            return members.subList(number * BATCH, Math.min(members.size(), (number + 1) * BATCH));
        }

        private int batches() {
            return (members.size() + BATCH - 1) / BATCH;
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return run.file(FILE)
                .map(content -> read(run, content))
                .chain(this::giveAll)
                .chain(work -> RejectedRows.conclude(
                        work.run(), work.faults(), work.members().size()));
    }

    private static Work read(JobRun run, byte[] content) {
        var faults = new RowFaults();
        var tag = UUID.fromString(run.parameters().get("tagId").asText());
        try {
            var table = CsvTable.parse(FILE, content, Set.of(COLUMN), faults);
            var members = new ArrayList<UUID>();
            table.rows().forEach(row -> read(row, members, faults));
            return new Work(run, tag, members.stream().distinct().sorted().toList(), faults);
        } catch (CsvTable.Unreadable e) {
            throw new IllegalArgumentException("line " + e.line() + ": " + e.getMessage(), e);
        }
    }

    private static void read(CsvRow row, List<UUID> members, RowFaults faults) {
        try {
            members.add(UUID.fromString(row.text(COLUMN)));
        } catch (IllegalArgumentException _) {
            faults.add(row, COLUMN, row.text(COLUMN), "must be the id of a member");
        }
    }

    private Uni<Work> giveAll(Work work) {
        return Multi.createFrom()
                .iterable(IntStream.range(0, work.batches()).boxed().toList())
                .onItem()
                .transformToUniAndConcatenate(number -> give(work, number))
                .collect()
                .last()
                .replaceWith(work);
    }

    private Uni<Void> give(Work work, int number) {
        var done = Math.min(work.members().size(), (number + 1) * BATCH);
        return customers
                .giveImported(work.tag(), work.batch(number), work.run().actor().name())
                .chain(() -> work.run()
                        .progress(done, work.members().size(), work.faults().badRows(), Map.of()));
    }
}
