package cn.siyu.setup.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.ImportProblem;
import cn.siyu.setup.store.ImportStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes an import in: keeps its files and queues a run over them, a dry one first as a rule. */
@Singleton
public class SubmitImport {

    public static final int FILE_BYTES_MAX = 8 * 1024 * 1024;

    /** A file as it was handed in. */
    public record Handed(String name, byte[] content) {}

    /** Which import, and the job that works on it. */
    public record Submitted(UUID importId, UUID jobId, boolean dryRun) {}

    private final ImportStore imports;
    private final Jobs jobs;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    SubmitImport(ImportStore imports, Jobs jobs, AuditLog audit, ShopClock clock) {
        this.imports = imports;
        this.jobs = jobs;
        this.audit = audit;
        this.clock = clock;
    }

    public Uni<Submitted> submit(Tx tx, List<Handed> handed, boolean dryRun, Actor actor) {
        var files = sorted(handed);
        var id = Ids.next();
        return imports.insert(tx, id, actor, files, clock.instant()).chain(() -> begin(tx, id, dryRun, actor));
    }

    /** Runs over the files of an earlier import once more, this time landing them. */
    public Uni<Submitted> apply(Tx tx, UUID importId, Actor actor) {
        return imports.find(tx, importId)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> begin(tx, importId, false, actor));
    }

    private Uni<Submitted> begin(Tx tx, UUID importId, boolean dryRun, Actor actor) {
        var parameters = new ImportParameters(importId, dryRun);
        return jobs.submit(tx, ImportCatalogue.KIND, actor, parameters, List.of())
                .call(job -> imports.insertRun(tx, job, importId, dryRun))
                .call(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                dryRun ? "import.rehearse" : "import.apply",
                                "import",
                                importId.toString(),
                                null,
                                null,
                                null)))
                .map(job -> new Submitted(importId, job, dryRun));
    }

    private static Map<FileKind, byte[]> sorted(List<Handed> handed) {
        var files = new EnumMap<FileKind, byte[]>(FileKind.class);
        for (var file : handed) {
            var kind = FileKind.of(file.name())
                    .orElseThrow(() -> new Refused(ImportProblem.IMPORT_FILE_UNKNOWN, "unknown file: " + file.name()));
            if (file.content().length > FILE_BYTES_MAX) {
                throw new Refused(ImportProblem.IMPORT_FILE_TOO_LARGE, "too large: " + file.name());
            }
            if (files.put(kind, file.content()) != null) {
                throw new Refused(ImportProblem.IMPORT_FILE_TWICE, "sent twice: " + kind.file());
            }
        }
        if (files.isEmpty()) {
            throw new Refused(ImportProblem.IMPORT_EMPTY);
        }
        return files;
    }
}
