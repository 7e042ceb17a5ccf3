package cn.siyu.kernel.job;

import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.vertx.OwnWork;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** A run that holds the job's lease; once the lease is lost, everything it tries fails. It is interrupted where it keeps a checkpoint. */
record LeasedRun(JobRows.Claimed claimed, JobRows rows, ObjectMapper json, OwnWork own) implements JobRun {

    @Override
    public UUID jobId() {
        return claimed.id();
    }

    @Override
    public Actor actor() {
        return claimed.actor();
    }

    @Override
    public JsonNode parameters() {
        return read(claimed.parameters());
    }

    @Override
    public Optional<JsonNode> checkpoint() {
        return Optional.ofNullable(claimed.checkpoint()).map(this::read);
    }

    @Override
    public Uni<Void> progress(long processed, long total, long failed, Object checkpoint) {
        return Uni.createFrom()
                .deferred(() -> rows.progress(claimed, processed, total, failed, write(checkpoint)))
                .invoke(() -> {
                    if (own.isEnding()) {
                        throw new JobInterrupted();
                    }
                });
    }

    @Override
    public Uni<Void> keepFile(String name, String mediaType, byte[] content) {
        return Uni.createFrom()
                .deferred(
                        () -> rows.keepFile(claimed, QueuedJobs.named(new Jobs.Attachment(name, mediaType, content))));
    }

    @Override
    public Uni<byte[]> file(String name) {
        return rows.file(claimed.id(), name)
                .onItem()
                .ifNull()
                .failWith(() -> new NoSuchElementException("the job has no file " + name))
                .map(Jobs.Attachment::content);
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job's values are not JSON: " + claimed.id(), e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a checkpoint must be plain values: " + value.getClass(), e);
        }
    }
}
