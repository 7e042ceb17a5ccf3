package cn.siyu.kernel.job;

import io.smallrye.mutiny.Uni;

/**
 * Does one kind of long work, in batches, each in a transaction of its own. A bean of this type is found by its kind. A job
 * that lost its machine is run again from its parameters and its {@link JobRun#checkpoint()}, so every batch must be
 * harmless to repeat.
 */
public interface JobHandler {

    /** A stable name, such as {@code catalog-import}. */
    String kind();

    /** Ends with an item when the work is done; a failure ends the job as FAILED with that message. */
    Uni<Void> run(JobRun run);
}
