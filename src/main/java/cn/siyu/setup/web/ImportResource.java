package cn.siyu.setup.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.setup.app.SubmitImport;
import cn.siyu.setup.domain.FileKind;
import cn.siyu.setup.domain.Tally;
import cn.siyu.setup.store.ImportStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Imports of a catalogue: hand in the CSV set, look at what it would do, let it land; bad rows come back to be mended. */
@Path("/api/admin/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Imports")
public class ImportResource {

    private static final int PAGE_MAX = 100;

    private final SubmitImport submit;
    private final ImportStore imports;
    private final Idempotency idempotency;
    private final Transactions transactions;
    private final Caller caller;
    private final Vertx vertx;

    @Inject
    ImportResource(
            SubmitImport submit,
            ImportStore imports,
            Idempotency idempotency,
            Transactions transactions,
            Caller caller,
            Vertx vertx) {
        this.submit = submit;
        this.imports = imports;
        this.idempotency = idempotency;
        this.transactions = transactions;
        this.caller = caller;
        this.vertx = vertx;
    }

    /** What was begun: follow {@code /api/admin/v1/jobs/{jobId}}, then look at {@code /api/admin/v1/imports/{id}}. */
    @Schema(name = "ImportSubmitted")
    public record SubmittedView(UUID id, UUID jobId, boolean dryRun) {}

    /** One file of a run: how its rows ended; {@code valid} is counted by dry runs. */
    @Schema(name = "ImportFileCounts")
    public record FileCounts(String file, int inserted, int updated, int unchanged, int valid, int refused) {}

    /**
     * One run. {@code stockDiffers}: SKUs whose stock in the file is not their opening balance, which is not applied. The
     * bad rows are files of the job: {@code /api/admin/v1/jobs/{jobId}/files/report.csv} and {@code rejected-*.csv}.
     */
    @Schema(name = "ImportRun")
    public record RunView(UUID jobId, boolean dryRun, List<FileCounts> files, int pricesSet, int stockDiffers) {}

    /** An import with its runs, the first first. */
    @Schema(name = "Import")
    public record ImportView(UUID id, String submittedBy, Instant createdAt, List<String> files, List<RunView> runs) {}

    /** An import in a list. */
    @Schema(name = "ImportListed")
    public record ListedView(UUID id, String submittedBy, Instant createdAt, List<String> files) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(
            summary = "Hand in a catalogue set",
            description = "One part `files` for each of categories.csv, brands.csv, products.csv, skus.csv,"
                    + " attributes.csv, reviews.csv (any subset; UTF-8 with or without BOM, or GBK; 8 MiB each)."
                    + " A dry run unless `dryRun=false`.")
    @APIResponse(
            responseCode = "202",
            description = "Begun as a job",
            content = @Content(schema = @Schema(implementation = SubmittedView.class)))
    public Uni<Response> submit(
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
            @RestForm("files") List<FileUpload> files) {
        var idempotencyKey = IdempotencyKey.of(key);
        var id = caller.id();
        var actor = caller.actor();
        return read(files == null ? List.of() : files)
                .chain(handed -> idempotency.once(
                        id,
                        "imports.submit",
                        idempotencyKey,
                        new Fingerprint(
                                dryRun,
                                handed.stream().map(ImportResource::print).toList()),
                        Response.Status.ACCEPTED.getStatusCode(),
                        tx -> submit.submit(tx, handed, dryRun, actor).map(ImportResource::view)));
    }

    @POST
    @Path("/{id}/apply")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Let the files of an import land, as a rule after its dry run")
    @APIResponse(
            responseCode = "202",
            description = "Begun as a job",
            content = @Content(schema = @Schema(implementation = SubmittedView.class)))
    public Uni<Response> apply(@HeaderParam(IdempotencyKey.HEADER) String key, UUID id) {
        var actor = caller.actor();
        return idempotency.once(
                caller.id(),
                "imports.apply",
                IdempotencyKey.of(key),
                id,
                Response.Status.ACCEPTED.getStatusCode(),
                tx -> submit.apply(tx, id, actor).map(ImportResource::view));
    }

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "Imports, the newest first")
    public Uni<NumberedPage<ListedView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(PAGE_MAX) int size) {
        var reads = transactions.reads();
        return imports.list(reads, page, size)
                .chain(items -> imports.count(reads)
                        .map(total -> new NumberedPage<>(
                                items.stream()
                                        .map(item -> new ListedView(
                                                item.id(), item.actor(), item.createdAt(), names(item.files())))
                                        .toList(),
                                page,
                                size,
                                total)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "One import with its runs and counts")
    public Uni<ImportView> get(UUID id) {
        var reads = transactions.reads();
        return imports.find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(item -> imports.runs(reads, id)
                        .map(runs -> new ImportView(
                                item.id(),
                                item.actor(),
                                item.createdAt(),
                                names(item.files()),
                                runs.stream().map(ImportResource::view).toList())));
    }

    /** What makes two submissions the same: the mode, and each file's name and content. */
    private record Fingerprint(boolean dryRun, List<String> files) {}

    private Uni<List<SubmitImport.Handed>> read(List<FileUpload> files) {
        return Multi.createFrom()
                .iterable(files)
                .onItem()
                .transformToUniAndConcatenate(file -> vertx.fileSystem()
                        .readFile(file.uploadedFile().toString())
                        .map(content -> new SubmitImport.Handed(file.fileName(), content.getBytes())))
                .collect()
                .asList();
    }

    private static String print(SubmitImport.Handed file) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-256").digest(file.content());
            return file.name() + ":" + HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SubmittedView view(SubmitImport.Submitted submitted) {
        return new SubmittedView(submitted.importId(), submitted.jobId(), submitted.dryRun());
    }

    private static RunView view(ImportStore.Run run) {
        var files = run.tally().files().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey()))
                .map(entry -> counts(entry.getKey(), entry.getValue()))
                .toList();
        return new RunView(
                run.jobId(),
                run.dryRun(),
                files,
                run.tally().pricesSet(),
                run.tally().stockDiffers());
    }

    private static FileCounts counts(FileKind kind, Tally.Counts counts) {
        return new FileCounts(
                kind.file(), counts.inserted(), counts.updated(), counts.unchanged(), counts.valid(), counts.refused());
    }

    private static List<String> names(List<FileKind> kinds) {
        return kinds.stream().map(FileKind::file).toList();
    }
}
