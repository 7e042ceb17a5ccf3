package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.app.ReadBrought;
import cn.siyu.trade.app.ReadBrought.Line;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.PartnerPages.Part;
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

/** Orders as those see them who brought them. */
@Path("/api/partner/v1/orders")
@Tag(name = "partner orders")
public class PartnerOrderResource {

    private final ReadBrought brought;
    private final Caller caller;

    PartnerOrderResource(ReadBrought brought, Caller caller) {
        this.brought = brought;
        this.caller = caller;
    }

    /** An order that the caller brought; of its buyer only a masked name. */
    @Schema(name = "PartnerOrderView")
    record PartnerOrderView(
            UUID id,
            String orderNo,

            @Schema(description = "As what the caller brought it")
            Part part,

            @Schema(description = "What decided that it is his")
            Origin.Source source,

            OrderState.Kind state,
            String buyer,
            String title,
            long units,
            long goodsFen,
            long refundedFen,
            @Nullable UUID communityId,
            Instant placedAt,

            @Schema(description = "Since when it is paid and held back by nothing") @Nullable
            Instant firmAt) {

        static PartnerOrderView of(Line line) {
            var order = line.order();
            return new PartnerOrderView(
                    order.id(),
                    order.number(),
                    order.part(),
                    order.source(),
                    order.state(),
                    line.buyer(),
                    order.title(),
                    order.units(),
                    order.goods().fen(),
                    order.refunded().fen(),
                    order.community().orElse(null),
                    order.placedAt(),
                    order.firmAt().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the orders that one brought")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PARTNER: neither a distributor nor a KOC")
    public Uni<Page<PartnerOrderView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return brought.page(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(lines -> page(lines, limit));
    }

    private static Page<PartnerOrderView> page(List<Line> lines, int limit) {
        var shown = lines.stream().limit(limit).map(PartnerOrderView::of).toList();
        return new Page<>(shown, lines.size() > limit ? cursorOf(lines.get(limit - 1)) : null);
    }

    private static String cursorOf(Line line) {
        return new Cursor(line.order().placedAt(), line.order().id()).encode();
    }
}
