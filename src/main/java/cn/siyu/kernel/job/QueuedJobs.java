package cn.siyu.kernel.job;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Keeps jobs as rows, from which the runners of all instances take them. */
@Singleton
class QueuedJobs implements Jobs {

    /** Names that need no quoting in a path or a header. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    /** Wakes the runner of this instance; a lost one costs a second. */
    record Submitted() {}

    private final JobRows rows;
    private final ObjectMapper json;
    private final Event<Submitted> submitted;

    @Inject
    QueuedJobs(JobRows rows, ObjectMapper json, Event<Submitted> submitted) {
        this.rows = rows;
        this.json = json;
        this.submitted = submitted;
    }

    @Override
    public Uni<UUID> submit(Tx tx, String kind, Actor actor, Object parameters, List<Attachment> files) {
        var id = Ids.next();
        tx.afterCommit(() -> submitted.fire(new Submitted()));
        return rows.submit(tx, id, kind, actor, write(parameters))
                .chain(() -> Multi.createFrom()
                        .iterable(files)
                        .onItem()
                        .transformToUniAndConcatenate(file -> rows.attach(tx, id, named(file)))
                        .collect()
                        .last())
                .replaceWith(id);
    }

    /** The same rule for files that are handed in and files that are kept. */
    static Attachment named(Attachment file) {
        if (!FILE_NAME.matcher(file.name()).matches()) {
            throw new IllegalArgumentException("not a name for a file: " + file.name());
        }
        return file;
    }

    private String write(Object parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("parameters must be plain values: " + parameters.getClass(), e);
        }
    }
}
