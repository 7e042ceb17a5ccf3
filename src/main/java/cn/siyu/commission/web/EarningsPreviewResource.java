package cn.siyu.commission.web;

import cn.siyu.catalog.SpuId;
import cn.siyu.commission.app.PreviewEarnings;
import cn.siyu.commission.app.PreviewEarnings.Preview;
import cn.siyu.commission.app.PreviewEarnings.Previews;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** "You earn so much": what a distributor, a KOC or a seller sees before he shares. */
@Path("/api/partner/v1/products/{id}/earnings-preview")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
class EarningsPreviewResource {

    private final PreviewEarnings preview;
    private final Caller caller;

    @Inject
    EarningsPreviewResource(PreviewEarnings preview, Caller caller) {
        this.preview = preview;
        this.caller = caller;
    }

    /** For one unit at today's price; an activity or a coupon changes it. */
    @Schema(name = "EarningsPreview")
    record PreviewView(
            UUID productId,

            @Schema(description = "As what one would earn it")
            PayeeRole as,

            long leastFen,
            long mostFen,
            List<SkuView> skus) {

        static PreviewView of(UUID product, Previews found) {
            var previews = found.skus();
            var amounts =
                    previews.stream().mapToLong(each -> each.earns().fen()).summaryStatistics();
            return new PreviewView(
                    product,
                    found.as(),
                    previews.isEmpty() ? 0 : amounts.getMin(),
                    previews.isEmpty() ? 0 : amounts.getMax(),
                    previews.stream().map(SkuView::of).toList());
        }
    }

    /** One SKU. */
    @Schema(name = "EarningsPreviewSku")
    record SkuView(
            UUID skuId,
            long priceFen,
            long earnsFen,

            @Nullable @Schema(description = "Where a distributor's rate comes from; a part of a KOC pool has none")
            RuleKind rule) {

        static SkuView of(Preview preview) {
            return new SkuView(
                    preview.sku().value(),
                    preview.price().fen(),
                    preview.earns().fen(),
                    preview.rule().orElse(null));
        }
    }

    /** By the same engine that reckons orders. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See what a product would earn")
    @APIResponse(responseCode = "200", description = "From the least to the most, and by SKU")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(
            responseCode = "403",
            description =
                    "NOT_A_PAYEE: neither an active distributor nor a KOC or seller at work, or not in the part asked for")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<PreviewView> preview(
            @PathParam("id") UUID id,
            @Parameter(description = "In which part; absent: the first of them that one has")
                    @QueryParam("as")
                    @Nullable
                    @Pattern(regexp = "DISTRIBUTOR|KOC|SELLER")
                    String as) {
        return preview.of(caller.id(), new SpuId(id), Optional.ofNullable(as).map(PayeeRole::valueOf))
                .map(found -> PreviewView.of(id, found));
    }
}
