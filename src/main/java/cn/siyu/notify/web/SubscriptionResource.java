package cn.siyu.notify.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.notify.app.Subscriptions;
import cn.siyu.notify.app.Subscriptions.Credit;
import cn.siyu.notify.domain.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which messages a member allows. */
@Path("/api/mp/v1/subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Subscriptions")
class SubscriptionResource {

    private final Subscriptions subscriptions;
    private final Caller caller;

    @Inject
    SubscriptionResource(Subscriptions subscriptions, Caller caller) {
        this.subscriptions = subscriptions;
        this.caller = caller;
    }

    /** What {@code wx.requestSubscribeMessage} answered "accept" for; its box takes three templates at once. */
    @Schema(name = "SubscriptionRequest")
    record Accepted(@NotNull @Size(min = 1, max = 5) Set<@NotBlank @Size(max = 64) String> templateIds) {}

    /** The shop's templates, each with how many messages are still allowed. */
    @Schema(name = "SubscriptionList")
    record Allowed(List<Item> items) {

        /** One template. */
        @Schema(name = "SubscriptionCredit")
        record Item(Kind kind, String templateId, int permits) {}

        static Allowed of(List<Credit> credits) {
            return new Allowed(credits.stream()
                    .map(credit -> new Item(credit.kind(), credit.templateId(), credit.permits()))
                    .toList());
        }
    }

    /** The page asks for the templates whose permits are few. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See which messages one allows")
    @APIResponse(responseCode = "200", description = "Every template of the shop")
    public Uni<Allowed> see() {
        return subscriptions.credits(caller.id()).map(Allowed::of);
    }

    /** Each permission is for one message. The count is the shop's own: WeChat's word about a permission is stronger. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Allow one more message of each template")
    @APIResponse(responseCode = "200", description = "Every template of the shop")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "TEMPLATE_UNKNOWN")
    public Uni<Allowed> accept(@Valid @NotNull Accepted request) {
        return subscriptions.accepted(caller.id(), request.templateIds()).map(Allowed::of);
    }
}
