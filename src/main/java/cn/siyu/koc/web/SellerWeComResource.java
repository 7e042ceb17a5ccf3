package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.WeComAccounts;
import cn.siyu.koc.store.CustomerStore.Served;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sellers at WeCom: whom of the corporation they are, and whom they serve. */
@Path("/api/admin/v1/sellers/{id}/wecom")
@Tag(name = "admin koc")
public class SellerWeComResource {

    private final WeComAccounts accounts;
    private final Caller caller;

    SellerWeComResource(WeComAccounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    /** The id of the user in the corporation's address book. */
    @Schema(name = "SellerWeComRequest")
    public record WeComRequest(
            @NotNull @Pattern(regexp = "[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}")
            String userId) {}

    /** A seller and the user of WeCom whom he is. */
    @Schema(name = "SellerWeComView")
    record WeComView(UUID id, String name, @Nullable String userId) {}

    /** A customer whom a seller serves or has served. */
    @Schema(name = "SellerCustomerView")
    record CustomerView(
            UUID id,
            String externalUserId,
            @Nullable UUID memberId,
            Instant addedAt,
            Instant from,
            @Nullable Instant to,

            @Schema(description = "GONE: no contact any more; PASSED_ON: another serves him") @Nullable
            String endCause,

            @Schema(description = "The seller who served him before") @Nullable
            UUID takenFrom) {

        static CustomerView of(Served served) {
            return new CustomerView(
                    served.id(),
                    served.externalUserId(),
                    served.member().orElse(null),
                    served.addedAt(),
                    served.from(),
                    served.to().orElse(null),
                    served.endCause().orElse(null),
                    served.takenFrom().orElse(null));
        }
    }

    /** From now on what WeCom tells of that user is told of this seller. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Say whom of WeCom a seller is")
    @APIResponse(responseCode = "200", description = "The seller")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "WECOM_USER_TAKEN")
    public Uni<WeComView> name(@PathParam("id") UUID id, @Valid @NotNull WeComRequest request) {
        return accounts.name(id, request.userId(), caller.actor())
                .map(card ->
                        new WeComView(card.id(), card.name(), card.weComUser().orElse(null)));
    }

    /** The latest first. */
    @GET
    @Path("/customers")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List a seller's customers at WeCom")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<CustomerView>> customers(
            @PathParam("id") UUID id,
            @QueryParam("now") @DefaultValue("true") boolean now,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return accounts.customers(id, now, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CustomerView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }
}
