package cn.siyu.promotion.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.AskGrants;
import cn.siyu.promotion.app.AskGrants.Wish;
import cn.siyu.promotion.store.GrantStore.Grant;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Coupons that staff give to a segment or to named members. */
@Path("/api/admin/v1/coupon-templates/{id}/grants")
@Tag(name = "admin coupons")
public class GrantResource {

    private static final int ACCEPTED = 202;

    private final AskGrants grants;
    private final Idempotency idempotency;
    private final Caller caller;

    GrantResource(AskGrants grants, Idempotency idempotency, Caller caller) {
        this.grants = grants;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** To whom: either a segment or members. */
    @Schema(name = "CouponGrantRequest")
    public record GrantRequest(
            @Nullable UUID segmentId,
            @Nullable @Size(max = 1_000) List<@NotNull UUID> memberIds,
            @NotBlank @Size(max = 200) String reason) {

        Wish wish() {
            var named = memberIds == null
                    ? List.<MemberId>of()
                    : memberIds.stream().map(MemberId::new).toList();
            if (named.isEmpty() == (segmentId == null)) {
                throw Refused.fields(
                        CommonProblem.INVALID_REQUEST,
                        List.of(new FieldError("segmentId", "or memberIds is needed, one of them")));
            }
            return new Wish(Optional.ofNullable(segmentId).map(SegmentId::new), named, reason);
        }
    }

    /** A gift under way or done: see {@code /api/admin/v1/jobs/{jobId}} for its progress. */
    @Schema(name = "CouponGrantView")
    record GrantView(
            UUID id,
            UUID jobId,
            @Nullable UUID segmentId,

            @Schema(description = "Members who were named one by one")
            int named,

            @Schema(description = "Coupons that were given so far")
            int given,

            String reason,
            String actorName,
            Instant askedAt,
            @Nullable Instant doneAt) {

        static GrantView of(Grant grant) {
            return new GrantView(
                    grant.id(),
                    grant.job(),
                    grant.segment().map(SegmentId::value).orElse(null),
                    grant.named(),
                    grant.given(),
                    grant.reason(),
                    grant.actor(),
                    grant.askedAt(),
                    grant.doneAt().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List gifts of a coupon")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<GrantView>> list(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return grants.page(new CouponTemplateId(id), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(GrantView::of).toList(), found.page(), found.size(), found.total()));
    }

    /** A member gets one by one grant; who has had as many as one person gets is passed over. */
    @POST
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Give a coupon to a segment or to members")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = GrantView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: the template is not running; REQUEST_IN_FLIGHT")
    @APIResponse(responseCode = "422", description = "COUPON_RECEIVER_UNKNOWN, IDEMPOTENCY_MISMATCH")
    public Uni<Response> give(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull GrantRequest request) {
        var wish = request.wish();
        return idempotency.once(
                caller.id(),
                "coupon-grants.give",
                IdempotencyKey.of(key),
                List.of(id, request),
                ACCEPTED,
                tx -> grants.submit(tx, new CouponTemplateId(id), wish, caller.actor())
                        .map(GrantView::of));
    }
}
