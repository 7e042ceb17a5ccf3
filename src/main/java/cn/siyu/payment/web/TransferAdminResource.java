package cn.siyu.payment.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.app.LookUpTransfers;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.store.TransferStore.Search;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Transfers to persons, for finance: what is on its way, what waits for the payee, what WeChat does not take. */
@Path("/api/admin/v1/transfers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transfers (admin)")
class TransferAdminResource {

    private final LookUpTransfers transfers;

    @Inject
    TransferAdminResource(LookUpTransfers transfers) {
        this.transfers = transfers;
    }

    /** One transfer in the list; who asked for it explains it under {@code billNo}. */
    @Schema(name = "TransferRow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransferRow(
            UUID id,
            String billNo,
            UUID ownerId,
            Transfer.State state,
            long amountFen,
            String remark,
            @Nullable String transferBillNo,
            @Nullable String failReason,
            @Nullable String lastCode,
            int tries,
            Instant promisedAt,
            @Nullable Instant cancelAskedAt,
            @Nullable Instant waitsAt,
            @Nullable Instant endedAt) {

        static TransferRow of(Transfer transfer) {
            return new TransferRow(
                    transfer.id(),
                    transfer.billNo(),
                    transfer.owner(),
                    transfer.state(),
                    transfer.amount().fen(),
                    transfer.remark(),
                    transfer.transferBillNo().orElse(null),
                    transfer.failReason().orElse(null),
                    transfer.lastCode().orElse(null),
                    transfer.tries(),
                    transfer.promisedAt(),
                    transfer.cancelAskedAt().orElse(null),
                    transfer.waitsAt().orElse(null),
                    transfer.endedAt().orElse(null));
        }
    }

    /** The newest first. {@code number} is ours or WeChat's. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List transfers to persons")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a filter or the page is wrong")
    public Uni<NumberedPage<TransferRow>> list(
            @QueryParam("state")
                    @Nullable
                    @Pattern(
                            regexp =
                                    "PROMISED|ACCEPTED|PROCESSING|WAIT_USER_CONFIRM|TRANSFERING|CANCELING|SUCCESS|FAIL|CANCELLED")
                    String state,
            @QueryParam("number") @Nullable @Size(max = 64) String number,
            @QueryParam("ownerId") @Nullable UUID ownerId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(100_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return transfers
                .transfers(new Search(state, number, ownerId), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(TransferRow::of).toList(), page, size, found.total()));
    }
}
