package cn.siyu.kernel.job;

import cn.siyu.kernel.csv.RowFaults;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** The end of a job that worked through the rows of a file: the bad ones are kept, to be mended and sent again. */
public final class RejectedRows {

    /** The file of the job that holds them. */
    public static final String FILE = "errors.csv";

    private RejectedRows() {}

    /** @param total units of work, all of them done or named in the faults */
    public static Uni<Void> conclude(JobRun run, RowFaults faults, long total) {
        var kept = faults.all().isEmpty()
                ? Uni.createFrom().voidItem()
                : run.keepFile(FILE, "text/csv", RowFaults.rejected(faults.all()));
        return kept.chain(() -> run.progress(total, total, faults.badRows(), Map.of()));
    }
}
