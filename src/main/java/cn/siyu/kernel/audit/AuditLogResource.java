package cn.siyu.kernel.audit;

import cn.siyu.kernel.audit.AuditRows.Entry;
import cn.siyu.kernel.audit.AuditRows.Filter;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Who changed what and why, for those who look after the shop and those who check them. */
@Path("/api/admin/v1/audit-logs")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
class AuditLogResource {

    private static final int EXPORT_PAGE = 500;
    private static final List<String> TITLES = List.of(
            "at",
            "actorKind",
            "actorId",
            "actorName",
            "action",
            "targetKind",
            "targetId",
            "reason",
            "before",
            "after",
            "traceId");

    private final AuditRows rows;

    AuditLogResource(AuditRows rows) {
        this.rows = rows;
    }

    /** The filters of the list and of the export. */
    static class Asked {
        @QueryParam("actorId")
        @Nullable
        UUID actorId;

        @QueryParam("action")
        @Size(max = 100)
        @Nullable
        String action;

        @QueryParam("targetKind")
        @Size(max = 100)
        @Nullable
        String targetKind;

        @QueryParam("targetId")
        @Size(max = 100)
        @Nullable
        String targetId;

        @QueryParam("from")
        @Nullable
        Instant from;

        @QueryParam("to")
        @Nullable
        Instant to;

        Filter filter() {
            return new Filter(actorId, action, targetKind, targetId, from, to);
        }
    }

    /** The newest entries first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "Read the audit log", description = "from is included, to is not")
    @APIResponse(responseCode = "200", description = "One page of entries, the newest first")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<Entry>> list(
            @BeanParam @Valid Asked asked,
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return rows.page(asked.filter(), Cursor.parse(cursor), limit)
                .map(entries -> new Page<>(
                        entries,
                        entries.size() < limit
                                ? null
                                : entries.getLast().cursor().encode()));
    }

    /** The same as a file. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "Export the audit log as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All entries that match, the newest first",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(@BeanParam @Valid Asked asked) {
        return CsvExport.of(
                "audit-log.csv",
                TITLES,
                after -> rows.page(asked.filter(), after, EXPORT_PAGE),
                Entry::cursor,
                AuditLogResource::cells);
    }

    private static List<String> cells(Entry entry) {
        return List.of(
                entry.at().toString(),
                entry.actorKind().name(),
                entry.actorId().toString(),
                entry.actorName(),
                entry.action(),
                entry.targetKind(),
                entry.targetId(),
                Objects.requireNonNullElse(entry.reason(), ""),
                Objects.requireNonNullElse(entry.before(), ""),
                Objects.requireNonNullElse(entry.after(), ""),
                entry.traceId());
    }
}
