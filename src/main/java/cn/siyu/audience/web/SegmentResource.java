package cn.siyu.audience.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.app.KeepSegments;
import cn.siyu.audience.domain.Segment;
import cn.siyu.audience.store.PreviewStore.Preview;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Segments, as merchandisers keep them. */
@Path("/api/admin/v1/segments")
@Tag(name = "admin segments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class SegmentResource {

    private static final String RULE =
            "A tree of all, any and not over hasTag, orders, netPaidFen, firstPaidWithinDays, lastPaidWithinDays and"
                    + " isNewMember; each node is an object with one key, such as {\"orders\": {\"min\": 3}}";

    private final KeepSegments segments;
    private final Caller caller;

    SegmentResource(KeepSegments segments, Caller caller) {
        this.segments = segments;
        this.caller = caller;
    }

    /** What is written about a segment. */
    @Schema(name = "SegmentText")
    record SegmentText(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "What customers are told about who belongs to it") @NotBlank @Size(max = 200)
            String eligibility,

            @Schema(type = SchemaType.OBJECT, description = RULE) @NotEmpty
            Map<String, Object> rule) {

        KeepSegments.Text text() {
            return new KeepSegments.Text(name, eligibility, rule);
        }
    }

    /** A segment anew; {@code version} is the one that was read. */
    @Schema(name = "SegmentEdit")
    record SegmentEdit(
            @NotNull @Valid SegmentText text,
            @NotNull @PositiveOrZero Long version) {}

    /** The version that was read. */
    @Schema(name = "SegmentActivation")
    record Activation(@NotNull @PositiveOrZero Long version) {}

    /** The version that was read, and why it ends. */
    @Schema(name = "SegmentEnding")
    record Ending(
            @NotNull @PositiveOrZero Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** A rule to be tried out. */
    @Schema(name = "SegmentPreviewRequest")
    record PreviewRequest(
            @Schema(type = SchemaType.OBJECT, description = RULE) @NotEmpty
            Map<String, Object> rule) {}

    /** A segment as it is. */
    @Schema(name = "SegmentView")
    record SegmentView(
            UUID id,
            String name,
            String eligibility,
            @Schema(type = SchemaType.OBJECT) Map<String, Object> rule,
            int ruleVersion,
            Segment.State state,
            long version,
            Instant changedAt) {

        static SegmentView of(Segment segment) {
            return new SegmentView(
                    segment.id().value(),
                    segment.name(),
                    segment.eligibility(),
                    segment.tree(),
                    segment.ruleVersion(),
                    segment.state(),
                    segment.version(),
                    segment.changedAt());
        }
    }

    /** Whom a rule holds. */
    @Schema(name = "SegmentPreviewView")
    record PreviewView(
            @Schema(description = "Members with a firm order or a tag")
            long size,

            @Schema(description = "It also holds members of whom nothing is known yet; they are not in size")
            boolean holdsUnknown) {

        static PreviewView of(Preview preview) {
            return new PreviewView(preview.size(), preview.holdsUnknown());
        }
    }

    /** The last changed first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List segments")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<SegmentView>> list(
            @QueryParam("state") Segment.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return segments.page(Optional.ofNullable(state), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(SegmentView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One segment. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a segment")
    @APIResponse(responseCode = "200", description = "The segment")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<SegmentView> see(@PathParam("id") UUID id) {
        return segments.find(new SegmentId(id)).map(SegmentView::of);
    }

    /** A draft, which holds nobody yet. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a new segment")
    @APIResponse(
            responseCode = "201",
            description = "The segment",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SegmentView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "SEGMENT_EXISTS")
    @APIResponse(responseCode = "422", description = "SEGMENT_RULE_INVALID")
    public Uni<SegmentView> create(@Valid @NotNull SegmentText request) {
        return segments.create(request.text(), caller.actor()).map(SegmentView::of);
    }

    /** A changed rule counts from now on, also of a segment that is active. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a segment anew")
    @APIResponse(responseCode = "200", description = "The segment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, SEGMENT_ENDED, SEGMENT_EXISTS")
    @APIResponse(responseCode = "422", description = "SEGMENT_RULE_INVALID")
    public Uni<SegmentView> edit(@PathParam("id") UUID id, @Valid @NotNull SegmentEdit request) {
        return segments.edit(
                        new SegmentId(id), request.version(), request.text().text(), caller.actor())
                .map(SegmentView::of);
    }

    /** From now on it holds members. */
    @POST
    @Path("/{id}/activate")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Begin a segment")
    @APIResponse(responseCode = "200", description = "The segment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, SEGMENT_ENDED")
    @APIResponse(responseCode = "422", description = "SEGMENTS_FULL, SEGMENT_RULE_INVALID")
    public Uni<SegmentView> activate(@PathParam("id") UUID id, @Valid @NotNull Activation request) {
        return segments.activate(new SegmentId(id), request.version(), caller.actor())
                .map(SegmentView::of);
    }

    /** From now on it holds nobody, and never will again. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "End a segment")
    @APIResponse(responseCode = "200", description = "The segment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, SEGMENT_ENDED")
    public Uni<SegmentView> end(@PathParam("id") UUID id, @Valid @NotNull Ending request) {
        return segments.end(new SegmentId(id), request.version(), request.reason(), caller.actor())
                .map(SegmentView::of);
    }

    /** Counts whom a rule holds; nothing is kept. */
    @POST
    @Path("/preview")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "Try out a rule")
    @APIResponse(responseCode = "200", description = "Whom it holds")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "SEGMENT_RULE_INVALID, SEGMENT_PREVIEW_TOO_LONG")
    public Uni<PreviewView> preview(@Valid @NotNull PreviewRequest request) {
        return segments.preview(request.rule()).map(PreviewView::of);
    }
}
