package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.WatchShipping;
import cn.siyu.trade.domain.ShippingReport.State;
import cn.siyu.trade.store.ShippingReportStore.Entry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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

/** What WeChat knows of the parcels of orders, and the desk for what it does not take. */
@Path("/api/admin/v1/shipping-reports")
@Tag(name = "admin shipments")
public class ShippingReportResource {

    private final WatchShipping watch;
    private final Caller caller;

    ShippingReportResource(WatchShipping watch, Caller caller) {
        this.watch = watch;
        this.caller = caller;
    }

    /** How far WeChat knows of the parcels of one order. */
    @Schema(name = "ShippingReportView")
    record ShippingReportView(
            UUID orderId,
            String orderNo,

            @Schema(description = "UNSHIPPED: nothing has left yet, and the payment is old")
            State state,

            Instant paidAt,

            @Schema(
                    description =
                            "When WeChat's patience is over: 48 hours after the payment, or by when a pre-sale is sent")
            Instant dueAt,

            @Schema(description = "Since when it should know") @Nullable
            Instant wantedAt,

            @Nullable Instant toldAt,
            @Nullable Instant nextTryAt,
            int tries,

            @Schema(description = "How often WeChat took a complete report; after the second it takes no other")
            int completions,

            @Schema(description = "How WeChat refused last") @Nullable
            String lastCode) {

        static ShippingReportView of(Entry entry) {
            return new ShippingReportView(
                    entry.order(),
                    entry.orderNo(),
                    entry.state(),
                    entry.paidAt(),
                    entry.promisedAt().orElse(entry.paidAt().plus(WatchShipping.ALLOWED)),
                    entry.wantedAt().orElse(null),
                    entry.toldAt().orElse(null),
                    entry.nextTryAt().orElse(null),
                    entry.tries(),
                    entry.completions(),
                    entry.lastCode().orElse(null));
        }
    }

    /** The newest first; with {@code late} only those that make the alarm ring, the oldest payment first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List what WeChat knows of parcels")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<ShippingReportView>> list(
            @QueryParam("state") @Nullable State state,
            @QueryParam("late") @DefaultValue("false") boolean late,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return (late ? watch.latePage(page, size) : watch.page(state, page, size))
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(ShippingReportView::of).toList(), page, size, found.total()));
    }

    /** Tells WeChat now what waits for its next try. */
    @POST
    @Path("/{orderId}/retry")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT})
    @Operation(summary = "Tell WeChat of parcels now")
    @APIResponse(responseCode = "200", description = "The report as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "NOTHING_TO_REPORT: WeChat knows all there is")
    public Uni<ShippingReportView> retry(@PathParam("orderId") UUID order) {
        return watch.hurry(new OrderId(order), caller.actor()).map(ShippingReportView::of);
    }
}
