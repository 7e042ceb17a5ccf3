package cn.siyu.koc.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ImportMembers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The members of a chat come into its community, as a file says. */
@Path("/api/admin/v1/communities/{id}/member-imports")
@Tag(name = "admin koc")
public class CommunityImportResource {

    private static final String CSV = "text/csv";
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final ImportMembers members;
    private final Caller caller;

    CommunityImportResource(ImportMembers members, Caller caller) {
        this.members = members;
        this.caller = caller;
    }

    /** Long work that was begun: see {@code /api/admin/v1/jobs/{jobId}}. */
    @Schema(name = "CommunityMemberImportView")
    record ImportView(UUID jobId) {}

    /**
     * Columns {@code unionid,phone}, of which a row needs one; UTF-8 or GBK. The job's file {@code errors.csv} holds the rows
     * that could not be done, to be mended and sent again.
     */
    @POST
    @Consumes(CSV)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Bring members into a community from a CSV file")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is dissolved")
    @APIResponse(responseCode = "413", description = "PAYLOAD_TOO_LARGE")
    public Uni<Response> importMembers(
            @PathParam("id") UUID id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            schema =
                                                    @Schema(implementation = String.class, examples = "unionid,phone")))
                    byte[] file) {
        if (file.length == 0 || file.length > MAX_BYTES) {
            throw new Refused(file.length == 0 ? CommonProblem.INVALID_REQUEST : CommonProblem.PAYLOAD_TOO_LARGE);
        }
        return members.submit(new CommunityId(id), file, caller.actor())
                .map(job -> Response.accepted(new ImportView(job))
                        .location(URI.create("/api/admin/v1/jobs/" + job))
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }
}
