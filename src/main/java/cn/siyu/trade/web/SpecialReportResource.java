package cn.siyu.trade.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.MarkSpecialOrder;
import cn.siyu.trade.domain.SpecialReport.State;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Pre-sales and tests, and what WeChat knows of them (E14). */
@Path("/api/admin/v1/special-reports")
@Tag(name = "admin shipments")
public class SpecialReportResource {

    private final MarkSpecialOrder special;

    SpecialReportResource(MarkSpecialOrder special) {
        this.special = special;
    }

    /** The newest marking first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List pre-sales and tests")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<SpecialReportView>> list(
            @QueryParam("state") @Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return special.page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(SpecialReportView::of).toList(), page, size, found.total()));
    }
}
