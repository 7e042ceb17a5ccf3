package cn.siyu.setup.store;

import cn.siyu.kernel.csv.RowFault;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Imports, their files, runs and faults, in {@code setup_import*}. */
@Singleton
public class ImportStore {

    /** An import as lists show it. */
    public record Listed(UUID id, String actor, Instant createdAt, List<FileKind> files) {}

    /** One run over an import's files. */
    public record Run(UUID jobId, boolean dryRun, Tally tally) {}

    /** A row's fault as it is kept. */
    public record KeptFault(FileKind kind, long line, String column, String value, String reason) {}

    private static final String INSERT = """
            insert into setup_import (id, actor_id, actor_name, created_at) values ($1, $2, $3, $4)""";

    private static final String INSERT_FILE = """
            insert into setup_import_file (import_id, kind, content) values ($1, $2, $3)""";

    private static final String INSERT_RUN = """
            insert into setup_import_run (job_id, import_id, dry_run, tally) values ($1, $2, $3, $4)""";

    private static final String SAVE_TALLY = """
            update setup_import_run set tally = $2 where job_id = $1""";

    private static final String INSERT_FAULTS = """
            insert into setup_import_fault (job_id, file_kind, line, column_name, value, reason)
            select $1, * from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])
            on conflict on constraint setup_import_fault_pk do nothing""";

    private static final String FAULTS = """
            select file_kind, line, column_name, value, reason
              from setup_import_fault
             where job_id = $1
             order by file_kind, line, column_name
             limit 100000""";

    private static final String FILES = """
            select kind, content from setup_import_file where import_id = $1 order by kind limit 10""";

    private static final String RUN = """
            select job_id, import_id, dry_run, tally from setup_import_run where job_id = $1""";

    private static final String RUNS = """
            select job_id, dry_run, tally from setup_import_run where import_id = $1 order by job_id limit 100""";

    private static final String LISTED = """
            select i.id, i.actor_name, i.created_at,
                   array(select f.kind from setup_import_file f where f.import_id = i.id order by f.kind) as files
              from setup_import i""";

    private final ObjectMapper json;

    @Inject
    ImportStore(ObjectMapper json) {
        this.json = json;
    }

    public Uni<Void> insert(Tx tx, UUID id, Actor actor, Map<FileKind, byte[]> files, Instant now) {
        var done = tx.execute(INSERT, id, actor.id(), actor.name(), now).replaceWithVoid();
        for (var file : files.entrySet()) {
            done = done.chain(() -> tx.execute(INSERT_FILE, id, file.getKey(), Buffer.buffer(file.getValue()))
                    .replaceWithVoid());
        }
        return done;
    }

    public Uni<Void> insertRun(Tx tx, UUID job, UUID importId, boolean dryRun) {
        return tx.execute(INSERT_RUN, job, importId, dryRun, write(Tally.nothing()))
                .replaceWithVoid();
    }

    public Uni<Void> save(Tx tx, UUID job, Tally tally, List<RowFault> faults, Map<RowFault, FileKind> kinds) {
        var saved = tx.execute(SAVE_TALLY, job, write(tally)).replaceWithVoid();
        return faults.isEmpty()
                ? saved
                : saved.chain(() -> tx.execute(
                                INSERT_FAULTS,
                                job,
                                faults.stream()
                                        .map(kinds::get)
                                        .map(FileKind::name)
                                        .toList(),
                                faults.stream().map(fault -> fault.row().line()).toList(),
                                faults.stream().map(RowFault::column).toList(),
                                faults.stream().map(RowFault::value).toList(),
                                faults.stream().map(RowFault::reason).toList())
                        .replaceWithVoid());
    }

    public Uni<List<KeptFault>> faults(Sql sql, UUID job) {
        return sql.list(
                FAULTS,
                row -> new KeptFault(
                        Columns.constant(row, "file_kind", FileKind.class),
                        row.getLong("line"),
                        row.getString("column_name"),
                        row.getString("value"),
                        row.getString("reason")),
                job);
    }

    public Uni<Map<FileKind, byte[]>> files(Sql sql, UUID importId) {
        return sql.list(
                        FILES,
                        row -> Map.entry(
                                Columns.constant(row, "kind", FileKind.class),
                                row.getBuffer("content").getBytes()),
                        importId)
                .map(files -> files.stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (a, _) -> a,
                                () -> new EnumMap<>(FileKind.class))));
    }

    /** The run of a job; null when the job is not an import. */
    public Uni<Run> run(Sql sql, UUID job) {
        return sql.one(RUN, this::toRun, job);
    }

    public Uni<List<Run>> runs(Sql sql, UUID importId) {
        return sql.list(RUNS, this::toRun, importId);
    }

    /** One import; null when there is none of that id. */
    public Uni<Listed> find(Sql sql, UUID id) {
        return sql.one(LISTED + " where i.id = $1", ImportStore::toListed, id);
    }

    public Uni<List<Listed>> list(Sql sql, int page, int size) {
        return sql.list(
                LISTED + " order by i.created_at desc, i.id desc limit $1 offset $2",
                ImportStore::toListed,
                size,
                (page - 1) * size);
    }

    public Uni<Long> count(Sql sql) {
        return sql.one("select count(*) as total from setup_import", row -> row.getLong("total"));
    }

    private Run toRun(Row row) {
        return new Run(row.getUUID("job_id"), row.getBoolean("dry_run"), read(row.getString("tally")));
    }

    private static Listed toListed(Row row) {
        return new Listed(
                row.getUUID("id"),
                row.getString("actor_name"),
                Columns.instant(row, "created_at"),
                List.of(row.getArrayOfStrings("files")).stream()
                        .map(FileKind::valueOf)
                        .sorted()
                        .toList());
    }

    private String write(Tally tally) {
        try {
            return json.writeValueAsString(tally);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tally read(String text) {
        try {
            return json.readValue(text, Tally.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
