package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.distribution.app.Layers;
import cn.siyu.distribution.store.LayerStore.Place;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How many distributors there are in each layer: tier, size, activity. */
@Path("/api/admin/v1/distributor-layers")
@Tag(name = "admin distributors")
public class LayerResource {

    private final Layers layers;

    LayerResource(Layers layers) {
        this.layers = layers;
    }

    /** One layer of one tier. */
    @Schema(name = "DistributorLayerCount")
    record CountView(
            UUID tierId,
            String tierName,
            Size size,
            Activity activity,
            long distributors,
            long customers,
            long orders,
            Instant countedAt) {
        static CountView of(Place place) {
            return new CountView(
                    place.tier(),
                    place.tierName(),
                    place.size(),
                    place.activity(),
                    place.distributors(),
                    place.customers(),
                    place.orders(),
                    place.countedAt());
        }
    }

    /** The lowest tier first; layers in which nobody is are left out. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Count distributors by layer")
    @APIResponse(responseCode = "200", description = "All layers")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<CountView>> board() {
        return layers.board()
                .map(places -> new Page<>(places.stream().map(CountView::of).toList(), null));
    }
}
