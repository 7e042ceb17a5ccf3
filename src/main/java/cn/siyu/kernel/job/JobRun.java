package cn.siyu.kernel.job;

import cn.siyu.kernel.security.Actor;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** One running job as its handler sees it. */
public interface JobRun {

    UUID jobId();

    /** Whoever asked for the job. */
    Actor actor();

    JsonNode parameters();

    /** What the last finished batch noted, if this is a resumed run. */
    Optional<JsonNode> checkpoint();

    /**
     * Notes a finished batch: shown to whoever watches, and where a resumed run goes on. Fails with
     * {@link JobCancelled} when somebody has cancelled the job; let that failure pass.
     */
    Uni<Void> progress(long processed, long total, long failed, Object checkpoint);

    /** Keeps a file of the job's results, offered at {@code /jobs/{id}/files/{name}}; a file of that name is replaced. */
    Uni<Void> keepFile(String name, String mediaType, byte[] content);

    /** A file that was handed in with the job, or kept by it. */
    Uni<byte[]> file(String name);
}
