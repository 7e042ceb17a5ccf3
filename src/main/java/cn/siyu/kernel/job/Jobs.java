package cn.siyu.kernel.job;

import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Hands in long work: answered with 202 and {@code /api/admin/v1/jobs/{id}}, done by whichever instance claims it. */
public interface Jobs {

    /** A file that a job works on. */
    record Attachment(String name, String mediaType, byte[] content) {}

    /**
     * Queues a job in the caller's transaction.
     *
     * @param parameters plain values, kept as JSON
     */
    Uni<UUID> submit(Tx tx, String kind, Actor actor, Object parameters, List<Attachment> files);
}
