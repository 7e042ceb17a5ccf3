package cn.siyu.trade.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.SupplierStatements;
import cn.siyu.trade.store.SupplierGoods.Part;
import cn.siyu.trade.store.SupplierGoods.ToShip;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is to ship, split by whom it comes from: one order is as many fulfilments as it has suppliers (E15). */
@Path("/api/admin/v1/fulfilments")
@Tag(name = "admin shipments")
public class FulfilmentResource {

    private final SupplierStatements suppliers;

    FulfilmentResource(SupplierStatements suppliers) {
        this.suppliers = suppliers;
    }

    /** What one supplier, or the shop itself, still has to send of an order. */
    @Schema(name = "FulfilmentView")
    record FulfilmentView(
            UUID orderId,
            String orderNo,

            @Schema(description = "Absent: the shop's own goods") @Nullable
            UUID supplierId,

            Instant paidAt,
            String regionText,
            List<Line> lines) {

        /** Units of one order line that are still to ship. */
        @Schema(name = "FulfilmentLineView")
        record Line(UUID orderLineId, String skuCode, String title, int quantity) {
            static Line of(Part part) {
                return new Line(part.line(), part.skuCode(), part.title(), part.units());
            }
        }

        static FulfilmentView of(ToShip toShip) {
            return new FulfilmentView(
                    toShip.order(),
                    toShip.orderNo(),
                    toShip.supplier().orElse(null),
                    toShip.paidAt(),
                    toShip.regionText(),
                    toShip.parts().stream().map(Line::of).toList());
        }
    }

    /** The oldest payments first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "List what is to ship by supplier")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<FulfilmentView>> list(
            @QueryParam("supplierId") @Nullable UUID supplier,
            @QueryParam("own") @DefaultValue("false") boolean own,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return suppliers
                .toShip(supplier, own, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(FulfilmentView::of).toList(), page, size, found.total()));
    }
}
