package cn.siyu.koc.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.KeepSellers;
import cn.siyu.koc.app.KeepSellers.Wish;
import cn.siyu.koc.domain.Seller;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Who owns communities. */
@Path("/api/admin/v1/sellers")
@Tag(name = "admin koc")
public class SellerResource {

    private static final int CREATED = 201;

    private final KeepSellers sellers;
    private final Caller caller;

    SellerResource(KeepSellers sellers, Caller caller) {
        this.sellers = sellers;
        this.caller = caller;
    }

    /** Of an employee his staff id, of a distributor his id and that of the member whom he is. */
    @Schema(name = "SellerRequest")
    public record SellerRequest(
            Seller.@NotNull Kind kind,
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "Of an employee") @Nullable
            UUID staffId,

            @Schema(description = "Of an employee; absent: where he works") @Nullable
            UUID orgUnitId,

            @Schema(description = "Of a distributor") @Nullable
            UUID distributorId,

            @Schema(description = "As whom the seller uses the mini-program; needed of a distributor") @Nullable
            UUID memberId) {

        Wish wish() {
            return switch (kind) {
                case EMPLOYEE ->
                    new Wish.Employee(
                            name,
                            needed("staffId", staffId),
                            Optional.ofNullable(orgUnitId),
                            Optional.ofNullable(memberId).map(MemberId::new));
                case DISTRIBUTOR ->
                    new Wish.Distributor(
                            name, needed("distributorId", distributorId), new MemberId(needed("memberId", memberId)));
            };
        }

        private UUID needed(String field, @Nullable UUID value) {
            return Optional.ofNullable(value)
                    .orElseThrow(() -> Refused.fields(
                            CommonProblem.INVALID_REQUEST,
                            List.of(new FieldError(field, "is needed for kind " + kind))));
        }
    }

    /** A seller. */
    @Schema(name = "SellerView")
    record SellerView(
            UUID id,
            Seller.Kind kind,
            String name,
            boolean active,
            @Nullable UUID staffId,
            @Nullable UUID orgUnitId,
            @Nullable UUID distributorId,
            @Nullable UUID memberId,
            Instant createdAt,
            @Nullable Instant endedAt,
            @Nullable String endReason) {

        static SellerView of(Seller seller) {
            return new SellerView(
                    seller.id(),
                    seller.kind(),
                    seller.name(),
                    seller.active(),
                    seller.staff().orElse(null),
                    seller.unit().orElse(null),
                    seller.distributor().orElse(null),
                    seller.member().map(MemberId::value).orElse(null),
                    seller.createdAt(),
                    seller.endedAt().orElse(null),
                    seller.endReason().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List sellers")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<SellerView>> list(
            @QueryParam("active") @Nullable Boolean active,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return sellers.page(active, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(SellerView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One seller, also one who has ended. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a seller")
    @APIResponse(responseCode = "200", description = "The seller")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<SellerView> see(@PathParam("id") UUID id) {
        return sellers.find(id).map(SellerView::of);
    }

    /** An employee is looked up; a distributor is named as staff know him. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Make somebody a seller")
    @APIResponse(
            responseCode = "201",
            description = "The seller",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SellerView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "SELLER_EXISTS")
    @APIResponse(responseCode = "422", description = "SELLER_UNKNOWN")
    public Uni<SellerView> add(@Valid @NotNull SellerRequest request) {
        return sellers.add(request.wish(), caller.actor()).map(SellerView::of);
    }

    /** His communities must have gone to others before. His links lead nowhere from now on. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "End a seller")
    @APIResponse(responseCode = "200", description = "The seller")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "SELLER_OWNS_COMMUNITIES, STATE_CHANGED")
    public Uni<SellerView> end(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return sellers.end(id, why.reason(), caller.actor()).map(SellerView::of);
    }
}
