package cn.siyu.distribution.web;

import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.distribution.app.PartnerDesk.Bound;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
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

/** A distributor's customers. */
@Path("/api/partner/v1/customers")
@Tag(name = "partner")
public class PartnerCustomerResource {

    private final PartnerDesk desk;
    private final Caller caller;

    PartnerCustomerResource(PartnerDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** A customer without a way to find out who he is. */
    @Schema(name = "PartnerCustomerView")
    record CustomerView(
            @Schema(description = "Of the binding, not of the person")
            UUID id,

            String name,
            Instant boundAt,

            @Schema(description = "Until then nobody can take him over; absent: as long as it lasts") @Nullable
            Instant protectedUntil,

            @Schema(description = "Absent: for ever") @Nullable
            Instant until) {

        static CustomerView of(Bound bound) {
            var binding = bound.binding();
            return new CustomerView(
                    binding.id(),
                    bound.shownName(),
                    binding.from(),
                    binding.protectedUntil().orElse(null),
                    binding.to().orElse(null));
        }
    }

    /** Those who are his now, the newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own customers")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    public Uni<Page<CustomerView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.customers(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    private static Page<CustomerView> page(List<Bound> found, int limit) {
        var shown = found.stream().limit(limit).map(CustomerView::of).toList();
        var next =
                found.size() > limit ? found.get(limit - 1).binding().cursor().encode() : null;
        return new Page<>(shown, next);
    }
}
