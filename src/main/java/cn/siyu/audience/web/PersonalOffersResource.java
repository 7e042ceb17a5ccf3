package cn.siyu.audience.web;

import cn.siyu.audience.app.PersonalOffers;
import cn.siyu.audience.app.PersonalOffers.Choice;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why a member sees prices that not everybody sees, and the switch against it (L12). */
@Path("/api/mp/v1/personal-offers")
@Tag(name = "personal offers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.MEMBER)
class PersonalOffersResource {

    private final PersonalOffers offers;
    private final Caller caller;

    PersonalOffersResource(PersonalOffers offers, Caller caller) {
        this.offers = offers;
        this.caller = caller;
    }

    /** On or off. */
    @Schema(name = "PersonalOffersChoice")
    record ChoiceRequest(@NotNull Boolean enabled) {}

    /** Whether it is on, and for what the member is eligible. */
    @Schema(name = "PersonalOffersView")
    record ChoiceView(boolean enabled, List<String> eligibilities) {

        static ChoiceView of(Choice choice) {
            return new ChoiceView(choice.enabled(), choice.eligibilities());
        }
    }

    /** The caller's own. */
    @GET
    @Operation(summary = "See one's personal offers")
    @APIResponse(responseCode = "200", description = "Whether they are on, and why the caller has which")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<ChoiceView> see() {
        return offers.of(caller.id()).map(ChoiceView::of);
    }

    /** Off: no segment holds the caller, he has the prices that everybody has. */
    @PUT
    @Operation(summary = "Switch one's personal offers on or off")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<ChoiceView> choose(@Valid @NotNull ChoiceRequest request) {
        return offers.choose(caller.id(), request.enabled()).map(ChoiceView::of);
    }
}
