package cn.siyu.distribution.web;

import cn.siyu.distribution.app.RebindCustomer;
import cn.siyu.distribution.store.ReviewStore.Review;
import cn.siyu.distribution.store.ReviewStore.State;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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

/** Customers who seem to be their distributor under another account: a person has to look (C11). */
@Path("/api/admin/v1/binding-reviews")
@Tag(name = "admin customer bindings")
public class BindingReviewResource {

    private final RebindCustomer bindings;
    private final Caller caller;

    BindingReviewResource(RebindCustomer bindings, Caller caller) {
        this.bindings = bindings;
        this.caller = caller;
    }

    /** One customer and one distributor. */
    @Schema(name = "BindingReviewView")
    record ReviewView(
            UUID id,
            UUID memberId,
            UUID distributorId,
            String distributorName,
            String reason,
            @Nullable String token,
            Instant raisedAt,
            State state,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String decidedReason) {

        static ReviewView of(Review review) {
            return new ReviewView(
                    review.id(),
                    review.member().value(),
                    review.distributor().value(),
                    review.distributorName(),
                    review.reason(),
                    review.token().orElse(null),
                    review.raisedAt(),
                    review.state(),
                    review.decidedAt().orElse(null),
                    review.decidedBy().orElse(null),
                    review.decidedReason().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List bindings that wait for a look")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<ReviewView>> list(
            @QueryParam("state") @Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return bindings.reviews(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(ReviewView::of).toList(), page, size, found.total()));
    }

    /** They are two people: the customer is bound. */
    @POST
    @Path("/{id}/bind")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Bind a customer who was looked at")
    @APIResponse(responseCode = "200", description = "The review as it was decided")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "BINDING_REFUSED")
    public Uni<ReviewView> bind(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return bindings.accept(id, request.reason(), caller.actor()).map(ReviewView::of);
    }

    /** It is one person: nothing is bound, and nobody is asked again. */
    @POST
    @Path("/{id}/dismiss")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Dismiss a binding that was looked at")
    @APIResponse(responseCode = "200", description = "The review as it was decided")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<ReviewView> dismiss(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return bindings.dismiss(id, request.reason(), caller.actor()).map(ReviewView::of);
    }
}
