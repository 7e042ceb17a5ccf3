package cn.siyu.distribution.web;

import cn.siyu.distribution.app.ApplyAsDistributor;
import cn.siyu.distribution.app.ApplyAsDistributor.Wish;
import cn.siyu.distribution.app.ReadDistributors;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** A member asks to become a distributor. */
@Path("/api/mp/v1/distributor-applications")
@Tag(name = "distributor applications")
public class DistributorApplicationResource {

    private static final int CREATED = 201;
    private static final String UNSAID = "MINI_PROGRAM";

    private final ApplyAsDistributor apply;
    private final ReadDistributors distributors;
    private final Caller caller;

    DistributorApplicationResource(ApplyAsDistributor apply, ReadDistributors distributors, Caller caller) {
        this.apply = apply;
        this.distributors = distributors;
        this.caller = caller;
    }

    /** Who one is, and that one has read the agreement: nothing else can be asked of an applicant (C0e). */
    @Schema(name = "DistributorApplicationRequest")
    public record ApplicationRequest(
            @NotBlank @Size(max = 40) String realName,
            @NotNull @Pattern(regexp = "1[3-9][0-9]{9}") String phone,
            @NotBlank @Size(max = 40) String agreementVersion,

            @Schema(description = "The promo code of whoever told of it; nobody is paid for it")
            @Nullable
            @Size(max = 16)
            String inviterCode,

            @Schema(description = "Where the application was made") @Nullable @Pattern(regexp = "[A-Za-z0-9_-]{1,32}")
            String source) {

        Wish wish() {
            return new Wish(
                    realName.strip(),
                    phone,
                    agreementVersion,
                    Optional.ofNullable(inviterCode).filter(code -> !code.isBlank()),
                    Optional.ofNullable(source).orElse(UNSAID));
        }
    }

    /** One at a time; after a rejection, or after an end, again. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Apply as a distributor")
    @APIResponse(
            responseCode = "201",
            description = "Waits for an answer, or is admitted by the shop's policy",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OwnDistributorView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "APPLICATION_EXISTS, AGREEMENT_OUTDATED")
    @APIResponse(responseCode = "422", description = "INVITER_UNKNOWN")
    public Uni<OwnDistributorView> apply(@Valid @NotNull ApplicationRequest request) {
        var member = new MemberId(caller.id());
        return apply.apply(member, request.wish())
                .chain(() -> distributors.own(member))
                .map(own -> OwnDistributorView.of(request.agreementVersion(), own));
    }
}
