package cn.siyu.kernel.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is shown: how far it is, how it ended, and its files. {@code total} is 0 while it is unknown; {@code version}
 * grows with every change.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        UUID id,
        String kind,
        JobState state,
        long processed,
        long total,
        long failed,
        @Nullable String failure,
        boolean cancelAsked,
        String submittedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        List<FileLink> files,
        long version) {

    /** A file of a job and where to get it. */
    public record FileLink(String name, String mediaType, int bytes, String href) {}
}
