package cn.siyu.promotion.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.HandOnCoupons;
import cn.siyu.promotion.app.HandOnCoupons.Allowance;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How many coupons of a template KOCs and sellers may hand on. */
@Path("/api/admin/v1/coupon-templates/{id}/quotas")
@Tag(name = "admin coupons")
public class QuotaResource {

    private final HandOnCoupons quotas;
    private final Caller caller;

    QuotaResource(HandOnCoupons quotas, Caller caller) {
        this.quotas = quotas;
        this.caller = caller;
    }

    /** How many a member may hand on altogether, and why. */
    @Schema(name = "CouponQuotaRequest")
    public record QuotaRequest(
            @NotNull UUID memberId,
            @Min(0) @Max(100_000) int units,
            @NotBlank @Size(max = 200) String reason) {}

    /** The last changed first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List who may hand on a coupon")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<QuotaView>> list(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return quotas.page(new CouponTemplateId(id), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(QuotaView::of).toList(), found.page(), found.size(), found.total()));
    }

    /** Sets, raises or lowers it; not below what was handed on. Setting the same again changes nothing. */
    @PUT
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Let a KOC or seller hand on coupons")
    @APIResponse(responseCode = "200", description = "The quota")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "COUPON_RECEIVER_UNKNOWN, COUPON_QUOTA_TOO_SMALL")
    public Uni<QuotaView> allow(@PathParam("id") UUID id, @Valid @NotNull QuotaRequest request) {
        return quotas.allow(
                        new CouponTemplateId(id),
                        new Allowance(new MemberId(request.memberId()), request.units(), request.reason()),
                        caller.actor())
                .map(QuotaView::of);
    }
}
