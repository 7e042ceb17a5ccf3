package cn.siyu.audience.web;

import cn.siyu.audience.app.KeepTags;
import cn.siyu.audience.app.TagCustomers;
import cn.siyu.audience.domain.Tag;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Tags: given by hand or file for some days, or by a rule as long as it holds. */
@Path("/api/admin/v1/tags")
@org.eclipse.microprofile.openapi.annotations.tags.Tag(name = "admin tags")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class TagResource {

    private static final String CSV = "text/csv";
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final String RULE = "As a segment's rule, but without hasTag";

    private final KeepTags tags;
    private final TagCustomers customers;
    private final JobAnswers jobs;
    private final Desks desks;

    TagResource(KeepTags tags, TagCustomers customers, JobAnswers jobs, Desks desks) {
        this.tags = tags;
        this.customers = customers;
        this.jobs = jobs;
        this.desks = desks;
    }

    /** What is written about a tag. */
    @Schema(name = "TagText")
    record TagText(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "How long a member carries it; absent: until it is taken back")
            @Nullable
            @Min(1)
            @Max(3650)
            Integer ttlDays,

            @Schema(type = SchemaType.OBJECT, description = RULE) @Nullable
            Map<String, Object> rule) {

        KeepTags.Text text() {
            return new KeepTags.Text(
                    name, ttlDays == null ? OptionalInt.empty() : OptionalInt.of(ttlDays), Optional.ofNullable(rule));
        }
    }

    /** A new tag of a group. */
    @Schema(name = "TagCreate")
    record TagCreate(@NotNull UUID groupId, @NotNull @Valid TagText text) {}

    /** A tag anew; {@code version} is the one that was read. */
    @Schema(name = "TagEdit")
    record TagEdit(
            @NotNull @Valid TagText text,
            @NotNull @PositiveOrZero Long version) {}

    /** The version that was read. */
    @Schema(name = "TagEnding")
    record Ending(@NotNull @PositiveOrZero Long version) {}

    /** A tag as it is. */
    @Schema(name = "TagView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TagView(
            UUID id,
            UUID groupId,
            String name,
            @Nullable Integer ttlDays,
            @Schema(type = SchemaType.OBJECT) @Nullable Map<String, Object> rule,
            int ruleVersion,
            boolean ended,
            long version) {

        static TagView of(Tag tag) {
            return new TagView(
                    tag.id(),
                    tag.group(),
                    tag.name(),
                    tag.ttlDays().isPresent() ? tag.ttlDays().getAsInt() : null,
                    tag.rule().orElse(null),
                    tag.ruleVersion(),
                    tag.ended(),
                    tag.version());
        }
    }

    /** By group and name, at most 1000. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List tags")
    @APIResponse(responseCode = "200", description = "Those that the caller may see")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<TagView>> list(@QueryParam("groupId") @Nullable UUID groupId) {
        return tags.tags(desks.desk(), Optional.ofNullable(groupId))
                .map(found -> new Page<>(found.stream().map(TagView::of).toList(), null));
    }

    /** One tag. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a tag")
    @APIResponse(responseCode = "200", description = "The tag")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<TagView> see(@PathParam("id") UUID id) {
        return tags.find(desks.desk(), id).map(TagView::of);
    }

    /** Into a group that the caller may see. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "Add a tag")
    @APIResponse(
            responseCode = "201",
            description = "The tag",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TagView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the group")
    @APIResponse(responseCode = "409", description = "TAG_EXISTS")
    @APIResponse(responseCode = "422", description = "TAG_RULE_INVALID, TAG_RULE_OR_TTL")
    public Uni<TagView> add(@Valid @NotNull TagCreate request) {
        return tags.addTag(desks.desk(), request.groupId(), request.text().text())
                .map(TagView::of);
    }

    /** A changed rule is followed within moments, changed days count for whoever gets the tag from now on. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "Write a tag anew")
    @APIResponse(responseCode = "200", description = "The tag")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TAG_ENDED, TAG_EXISTS")
    @APIResponse(responseCode = "422", description = "TAG_RULE_INVALID, TAG_RULE_OR_TTL")
    public Uni<TagView> edit(@PathParam("id") UUID id, @Valid @NotNull TagEdit request) {
        return tags.editTag(desks.desk(), id, request.version(), request.text().text())
                .map(TagView::of);
    }

    /** Nobody carries it from now on. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "End a tag")
    @APIResponse(responseCode = "200", description = "The tag")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TAG_ENDED")
    public Uni<TagView> end(@PathParam("id") UUID id, @Valid @NotNull Ending request) {
        return tags.end(desks.desk(), id, request.version()).map(TagView::of);
    }

    /**
     * One column {@code memberId}; UTF-8 or GBK. The job's file {@code errors.csv} holds the rows that could not be done, to be
     * mended and sent again.
     */
    @POST
    @Path("/{id}/imports")
    @Consumes(CSV)
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "Give a tag to the members of a CSV file")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "TAG_ENDED")
    @APIResponse(responseCode = "413", description = "PAYLOAD_TOO_LARGE")
    @APIResponse(responseCode = "422", description = "TAG_BY_RULE")
    public Uni<Response> importMembers(
            @PathParam("id") UUID id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            schema = @Schema(implementation = String.class, examples = "memberId")))
                    byte[] file) {
        if (file.length == 0 || file.length > MOST_BYTES) {
            throw new Refused(file.length == 0 ? CommonProblem.INVALID_REQUEST : CommonProblem.PAYLOAD_TOO_LARGE);
        }
        return customers.importFile(desks.desk(), id, file).chain(jobs::accepted);
    }
}
