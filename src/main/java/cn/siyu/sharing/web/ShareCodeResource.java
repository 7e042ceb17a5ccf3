package cn.siyu.sharing.web;

import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.sharing.app.Allowances;
import cn.siyu.sharing.app.ShowCodes;
import cn.siyu.sharing.domain.MiniCode;
import cn.siyu.sharing.domain.MiniCode.State;
import cn.siyu.sharing.domain.MiniCode.Wanted;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Mini-program codes of links: asked for, waited for, shown. */
@Path("/api/mp/v1/share-tokens/{token}/codes")
@Tag(name = "sharing")
class ShareCodeResource {

    private static final String VERSIONS = "release|trial|develop";
    private static final String A_YEAR = "public, max-age=31536000, immutable";

    private final ShowCodes codes;
    private final Allowances allowances;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    ShareCodeResource(ShowCodes codes, Allowances allowances, Caller caller, ClientAddress address) {
        this.codes = codes;
        this.allowances = allowances;
        this.caller = caller;
        this.address = address;
    }

    /** Which picture; the version is that of the mini-program that opens. */
    @Schema(name = "ShareCodeRequest")
    record CodeRequest(
            @Schema(
                    enumeration = {"release", "trial", "develop"},
                    defaultValue = "release")
            @Nullable
            @Pattern(regexp = VERSIONS)
            String envVersion,

            @NotNull @Min(MiniCode.NARROWEST) @Max(MiniCode.WIDEST)
            Integer width) {}

    /** How far a picture is, and where it will be. */
    @Schema(name = "ShareCode")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CodeView(
            State state,
            String envVersion,
            int width,
            String href,

            @Schema(description = "What WeChat said when it made none") @Nullable
            String lastCode) {

        static CodeView of(MiniCode code) {
            return new CodeView(
                    code.state(),
                    code.wanted().version(),
                    code.wanted().width(),
                    ShowCodes.path(code.wanted()),
                    code.lastCode().orElse(null));
        }
    }

    /** Made by the shop in its own time and kept; asking again asks for the same. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Ask for the mini-program code of an own link")
    @APIResponse(
            responseCode = "202",
            description = "It is made, or ready; look at href",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CodeView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "410", description = "SHARE_LINK_OVER")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    public Uni<Response> ask(@PathParam("token") String token, @NotNull @Valid CodeRequest request) {
        var member = caller.id();
        var wanted = new Wanted(token, Objects.requireNonNullElse(request.envVersion(), "release"), request.width());
        return allowances.mint(member).chain(() -> codes.ask(wanted, member)).map(ShareCodeResource::accepted);
    }

    /** Public, since it is an image in pages and posters; 202 while it is made. */
    @GET
    @Path("/{width}")
    @PermitAll
    @Produces({MediaType.APPLICATION_JSON, "image/png", "image/jpeg"})
    @Operation(summary = "The mini-program code of a link")
    @APIResponse(
            responseCode = "200",
            description = "The picture; it never changes",
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "202",
            description = "It is not there yet, or WeChat has refused it",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CodeView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: nobody has asked for it")
    @APIResponse(responseCode = "410", description = "SHARE_LINK_OVER")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    public Uni<Response> get(
            @PathParam("token") String token,
            @PathParam("width") @Min(1) @Max(10_000) int width,
            @QueryParam("envVersion") @DefaultValue("release") @Pattern(regexp = VERSIONS) String envVersion) {
        var wanted = new Wanted(token, envVersion, width);
        return allowances
                .read(address.value())
                .chain(() -> codes.find(wanted))
                .chain(code -> code.state() == State.READY
                        ? codes.image(wanted).map(image -> picture(code, image))
                        : Uni.createFrom().item(accepted(code)));
    }

    private static Response accepted(MiniCode code) {
        return Response.accepted(CodeView.of(code))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    private static Response picture(MiniCode code, byte[] image) {
        return Response.ok(image, code.mediaType().orElse("image/png"))
                .header(HttpHeaders.CACHE_CONTROL, A_YEAR)
                .build();
    }
}
