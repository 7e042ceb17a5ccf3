package cn.siyu.ledger.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.ledger.app.ReadVerifications;
import cn.siyu.ledger.store.SealStore.Seal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The seals of the ledger's days: who keeps a copy of a hash can tell later whether the chain was written anew. */
@Path("/api/admin/v1/ledger-seals")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
class LedgerSealResource {

    private final ReadVerifications read;

    @Inject
    LedgerSealResource(ReadVerifications read) {
        this.read = read;
    }

    /** The seal of a day: a hash over all transfers up to then. */
    @Schema(name = "LedgerSealView")
    record SealView(LocalDate day, int transfers, long transfersInAll, String hash, Instant sealedAt) {

        static SealView of(Seal seal) {
            return new SealView(seal.day(), seal.transfers(), seal.lastPosition(), seal.hash(), seal.sealedAt());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.FINANCE, Role.AUDITOR, Role.ADMIN})
    @Operation(summary = "List seals of the ledger")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<SealView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.seals(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(SealView::of).toList(), page, size, found.total()));
    }
}
