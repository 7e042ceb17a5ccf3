package cn.siyu.handover.web;

import cn.siyu.handover.app.Handovers;
import cn.siyu.handover.app.PreviewHandover;
import cn.siyu.handover.app.PreviewHandover.Preview;
import cn.siyu.handover.app.PreviewHandover.Wish;
import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Item;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who leaves hands everything over to another. */
@Path("/api/admin/v1/handovers")
@Tag(name = "admin handover")
public class HandoverResource {

    private static final int ACCEPTED = 202;

    private final Handovers handovers;
    private final PreviewHandover previews;
    private final Idempotency idempotency;
    private final Caller caller;

    HandoverResource(Handovers handovers, PreviewHandover previews, Idempotency idempotency, Caller caller) {
        this.handovers = handovers;
        this.previews = previews;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** Who hands over to whom. */
    @Schema(name = "HandoverPreviewRequest")
    public record PreviewRequest(
            @NotNull UUID fromSellerId,
            @NotNull UUID toSellerId,
            Handover.@NotNull Kind kind,

            @Schema(description = "Of kind RESIGNED: when he left") @Nullable
            Instant leftAt) {

        Wish wish() {
            return new Wish(fromSellerId, toSellerId, kind, Optional.ofNullable(leftAt));
        }
    }

    /** The same, with what the audit log shall say. */
    @Schema(name = "HandoverRequest")
    public record HandoverRequest(
            @NotNull UUID fromSellerId,
            @NotNull UUID toSellerId,
            Handover.@NotNull Kind kind,

            @Schema(description = "Of kind RESIGNED: when he left") @Nullable
            Instant leftAt,

            @NotBlank @Size(max = 200) String reason) {

        Wish wish() {
            return new Wish(fromSellerId, toSellerId, kind, Optional.ofNullable(leftAt));
        }
    }

    /** Why something is tried again or ended. */
    @Schema(name = "HandoverReasonRequest")
    public record ReasonRequest(@NotBlank @Size(max = 200) String reason) {}

    /** What would change hands; nothing has. */
    @Schema(name = "HandoverPreview")
    record PreviewView(
            String fromName,
            String toName,

            @Schema(description = "Whom he serves, as the shop knows")
            long customers,

            long communities,
            long bindings,

            @Schema(description = "Open invitations; they end")
            long invitations,

            @Schema(description = "Open tasks of KOCs in his communities")
            long tasks,

            @Schema(description = "Bound to him as a distributor")
            long buyers,

            @Schema(description = "Links of his that live") long tokens,

            @Schema(description = "Customers by WeCom's count; absent when it is not asked or does not answer")
            @Nullable
            Long contactsAtWeCom,

            @Schema(description = "Chats by WeCom's count") @Nullable
            Long chatsAtWeCom,

            Instant graceUntil) {

        static PreviewView of(Preview preview) {
            return new PreviewView(
                    preview.from().name(),
                    preview.to().name(),
                    preview.estate().customers(),
                    preview.estate().communities(),
                    preview.estate().bindings(),
                    preview.estate().invitations(),
                    preview.estate().tasks(),
                    preview.buyers(),
                    preview.tokens(),
                    preview.contacts().orElse(null),
                    preview.chats().orElse(null),
                    preview.graceUntil());
        }
    }

    /** Counts what changes and writes nothing; refused for what beginning would be refused for. */
    @POST
    @Path("/preview")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "See what a handover would move")
    @APIResponse(
            responseCode = "200",
            description = "What would change hands",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = PreviewView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(
            responseCode = "422",
            description = "HANDOVER_SELLER_UNKNOWN, HANDOVER_TO_HIMSELF, HANDOVER_DATE_WRONG, HANDOVER_TOO_LATE, "
                    + "HANDOVER_KINDS_DIFFER")
    public Uni<PreviewView> preview(@Valid @NotNull PreviewRequest request) {
        return previews.preview(request.wish()).map(PreviewView::of);
    }

    /** A job does it; what WeCom does not take at once is tried again until it is done or can be no more. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Begin a handover")
    @APIResponse(
            responseCode = "202",
            description = "The handover",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = HandoverView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "HANDOVER_OPEN, REQUEST_IN_FLIGHT")
    @APIResponse(
            responseCode = "422",
            description = "HANDOVER_SELLER_UNKNOWN, HANDOVER_TO_HIMSELF, HANDOVER_DATE_WRONG, HANDOVER_TOO_LATE, "
                    + "HANDOVER_KINDS_DIFFER, IDEMPOTENCY_MISMATCH")
    public Uni<Response> begin(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @Valid @NotNull HandoverRequest request) {
        return idempotency.once(
                caller.id(),
                "handovers.begin",
                IdempotencyKey.of(key),
                request,
                ACCEPTED,
                tx -> handovers
                        .begin(tx, request.wish(), request.reason(), caller.actor())
                        .map(HandoverView::of));
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List handovers")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<HandoverSummary>> list(
            @QueryParam("state") Handover.@Nullable State state,
            @QueryParam("seller") @Nullable UUID seller,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return handovers
                .page(state, seller, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(HandoverSummary::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** How far it is, here and at WeCom. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a handover")
    @APIResponse(responseCode = "200", description = "The handover")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<HandoverView> see(@PathParam("id") UUID id) {
        return handovers.see(id).map(HandoverView::of);
    }

    /** Every customer and chat that has to pass at WeCom, with what WeCom said and when it is asked again. */
    @GET
    @Path("/{id}/items")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List the items of a handover")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<HandoverItemView>> items(
            @PathParam("id") UUID id,
            @QueryParam("state") Item.@Nullable State state,
            @QueryParam("kind") Item.@Nullable Kind kind,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return handovers
                .items(id, state, kind, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(HandoverItemView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** Not while a run works on it. What WeCom refused is sent again, also before its date. */
    @POST
    @Path("/{id}/retry")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Try again what WeCom refused")
    @APIResponse(responseCode = "200", description = "The handover")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, HANDOVER_OPEN")
    public Uni<HandoverView> retry(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest why) {
        return handovers.retry(id, why.reason(), caller.actor()).map(HandoverView::of);
    }

    /** What has changed hands stays so; what WeCom has not taken is given up. */
    @POST
    @Path("/{id}/close")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Close a handover")
    @APIResponse(responseCode = "200", description = "The handover")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<HandoverView> close(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest why) {
        return handovers.close(id, why.reason(), caller.actor()).map(HandoverView::of);
    }
}
