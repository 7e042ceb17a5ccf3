package cn.siyu.setup.app;

import cn.siyu.kernel.csv.RowFault;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.setup.domain.CatalogueSet;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import cn.siyu.setup.store.ImportStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Works through an import batch by batch, notes after each how far it came, and in the end keeps what was wrong as files:
 * {@code report.csv} with a line for each fault, and for each file {@code rejected-<file>} with the bad rows themselves, to
 * be mended and sent again.
 */
@Singleton
class ImportCatalogue implements JobHandler {

    static final String KIND = "catalogue-import";

    private static final String CSV = "text/csv";

    private final ImportStore imports;
    private final Landing landing;
    private final Rehearsal rehearsal;
    private final Transactions transactions;
    private final ObjectMapper json;

    @Inject
    ImportCatalogue(
            ImportStore imports, Landing landing, Rehearsal rehearsal, Transactions transactions, ObjectMapper json) {
        this.imports = imports;
        this.landing = landing;
        this.rehearsal = rehearsal;
        this.transactions = transactions;
        this.json = json;
    }

    /** How far a run has come: what a resumed one goes on from. */
    record Progress(int batchesDone, Tally tally) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var parameters = read(run.parameters().toString(), ImportParameters.class);
        return imports.files(transactions.reads(), parameters.importId())
                .map(CatalogueSet::read)
                .chain(set -> work(run, set, parameters.dryRun()));
    }

    private Uni<Void> work(JobRun run, CatalogueSet set, boolean dryRun) {
        var plan = dryRun ? rehearsal.plan(set) : landing.plan(set, run.actor());
        var begun = run.checkpoint()
                .map(checkpoint -> read(checkpoint.toString(), Progress.class))
                .orElseGet(() -> new Progress(0, unreadable(set)));
        return keep(run.jobId(), begun.tally(), readingFaults(set))
                .chain(() -> batches(run, set, plan, begun))
                .chain(() -> files(run, set));
    }

    private Uni<Void> batches(JobRun run, CatalogueSet set, List<Batch> plan, Progress progress) {
        if (progress.batchesDone() >= plan.size()) {
            return Uni.createFrom().voidItem();
        }
        var batch = plan.get(progress.batchesDone());
        var faults = new RowFaults();
        return batch.work()
                .run(progress.tally(), faults)
                .chain(tally -> keep(run.jobId(), tally, kinds(faults, batch.kind()))
                        .replaceWith(new Progress(progress.batchesDone() + 1, tally)))
                .call(done -> run.progress(
                        done.tally().processed(), set.size(), done.tally().refused(), done))
                .chain(done -> batches(run, set, plan, done));
    }

    private Uni<Void> keep(UUID job, Tally tally, Map<RowFault, FileKind> faults) {
        return transactions.in(tx -> imports.save(tx, job, tally, List.copyOf(faults.keySet()), faults));
    }

    /** Rows that could not even be read count as refused from the beginning. */
    private static Tally unreadable(CatalogueSet set) {
        var tally = Tally.nothing();
        for (var kind : set.kinds()) {
            var rows = (int) set.faults(kind).stream()
                    .map(fault -> fault.row().line())
                    .distinct()
                    .count();
            tally = tally.plus(kind, new Tally.Counts(0, 0, 0, 0, rows));
        }
        return tally;
    }

    private static Map<RowFault, FileKind> readingFaults(CatalogueSet set) {
        var all = new LinkedHashMap<RowFault, FileKind>();
        set.kinds().forEach(kind -> set.faults(kind).forEach(fault -> all.put(fault, kind)));
        return all;
    }

    private static Map<RowFault, FileKind> kinds(RowFaults faults, FileKind kind) {
        var all = new LinkedHashMap<RowFault, FileKind>();
        faults.all().forEach(fault -> all.put(fault, kind));
        return all;
    }

    private Uni<Void> files(JobRun run, CatalogueSet set) {
        return imports.faults(transactions.reads(), run.jobId()).chain(kept -> {
            var byKind = kept.stream()
                    .collect(Collectors.groupingBy(
                            ImportStore.KeptFault::kind,
                            LinkedHashMap::new,
                            Collectors.mapping(
                                    fault -> new RowFault(
                                            set.rowAt(fault.kind(), fault.line()),
                                            fault.column(),
                                            fault.value(),
                                            fault.reason()),
                                    Collectors.toList())));
            var done = byKind.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : run.keepFile(
                            "report.csv",
                            CSV,
                            RowFaults.report(byKind.values().stream()
                                    .flatMap(List::stream)
                                    .toList()));
            for (var entry : byKind.entrySet()) {
                done = done.chain(
                        () -> run.keepFile(entry.getKey().rejectedFile(), CSV, RowFaults.rejected(entry.getValue())));
            }
            return done;
        });
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a " + type.getSimpleName(), e);
        }
    }
}
