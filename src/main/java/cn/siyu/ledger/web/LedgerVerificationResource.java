package cn.siyu.ledger.web;

import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.ledger.app.ReadVerifications;
import cn.siyu.ledger.app.VerifyLedger;
import cn.siyu.ledger.store.VerificationStore.Verification;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether the books are sound: asked every night, and whenever somebody wants to know. */
@Path("/api/admin/v1/ledger-verifications")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
class LedgerVerificationResource {

    private final ReadVerifications read;
    private final VerifyLedger verify;
    private final JobAnswers jobs;
    private final Caller caller;

    @Inject
    LedgerVerificationResource(ReadVerifications read, VerifyLedger verify, JobAnswers jobs, Caller caller) {
        this.read = read;
        this.verify = verify;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** One verification of the whole ledger; {@code findings} name transfers, accounts and days, a hundred at most. */
    @Schema(name = "LedgerVerificationView")
    record VerificationView(
            UUID id,
            String askedBy,
            Instant startedAt,
            Instant endedAt,
            long transfers,
            long accounts,
            long sealedTransfers,
            boolean sound,
            List<String> findings) {

        static VerificationView of(Verification done) {
            return new VerificationView(
                    done.id(),
                    done.askedBy(),
                    done.startedAt(),
                    done.endedAt(),
                    done.counts().transfers(),
                    done.counts().accounts(),
                    done.counts().sealed(),
                    done.findings().isEmpty(),
                    done.findings());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR, Role.ADMIN})
    @Operation(summary = "List verifications of the ledger")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<VerificationView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.verifications(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(VerificationView::of).toList(), page, size, found.total()));
    }

    /** The job's {@code failed} counts what it has found: there should be nothing. */
    @POST
    @RolesAllowed({Role.FINANCE, Role.AUDITOR, Role.ADMIN})
    @Operation(summary = "Verify the whole ledger")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun; its verification has the job's id",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Response> verify() {
        return verify.submit(caller.actor()).chain(jobs::accepted);
    }
}
