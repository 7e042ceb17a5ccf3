package cn.siyu.member.web;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.app.Regions;
import cn.siyu.member.domain.Region;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/** The regions of China, for choosing an address. */
@Path("/api/mp/v1/regions")
@Tag(name = "addresses")
class RegionResource {

    private final Regions regions;

    @Inject
    RegionResource(Regions regions) {
        this.regions = regions;
    }

    @Schema(name = "RegionView")
    record RegionView(String code, String name, int level) {

        static RegionView of(Region region) {
            return new RegionView(region.code(), region.name(), region.level());
        }
    }

    @Schema(name = "RegionList")
    record RegionList(List<RegionView> items) {}

    /** Level 1 is a province, 2 a city, 3 a district: addresses name a district. A city without districts lists itself. */
    @GET
    @PermitAll
    @Operation(summary = "The regions directly below a province or city; without parent the provinces")
    @APIResponse(responseCode = "200", description = "By code")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: nothing is below this code")
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=86400")
    public Uni<RegionList> below(@QueryParam("parent") @DefaultValue("") @Pattern(regexp = "|[0-9]{6}") String parent) {
        var found = regions.below(parent);
        if (found.isEmpty()) {
            throw Refused.notFound();
        }
        return Uni.createFrom()
                .item(new RegionList(found.stream().map(RegionView::of).toList()));
    }
}
