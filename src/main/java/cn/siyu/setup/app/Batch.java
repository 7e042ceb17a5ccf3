package cn.siyu.setup.app;

import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import io.smallrye.mutiny.Uni;

/** A few rows of one file, landed (or in a dry run only looked at) together. */
record Batch(FileKind kind, Work work) {

    /** Answers the tally with this batch added; notes refused rows. Harmless to repeat. */
    interface Work {
        Uni<Tally> run(Tally before, RowFaults faults);
    }
}
