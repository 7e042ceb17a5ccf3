package cn.siyu.member.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.member.app.OwnProfile;
import cn.siyu.member.app.Regions;
import cn.siyu.member.domain.Consent;
import cn.siyu.member.domain.Member;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What members see, tell and take back of themselves. */
@Path("/api/mp/v1/me")
@Tag(name = "member")
class OwnProfileResource {

    private final OwnProfile profile;
    private final Regions regions;
    private final Caller caller;

    @Inject
    OwnProfileResource(OwnProfile profile, Regions regions, Caller caller) {
        this.profile = profile;
        this.regions = regions;
        this.caller = caller;
    }

    @Schema(name = "MemberSelfView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SelfView(
            UUID id,
            @Nullable String nickname,
            @Nullable String avatarUrl,
            @Nullable String maskedPhone,
            Instant createdAt) {

        static SelfView of(Member member) {
            return new SelfView(
                    member.id().value(),
                    member.nickname().orElse(null),
                    member.avatarUrl().orElse(null),
                    member.maskedPhone().orElse(null),
                    member.createdAt());
        }
    }

    @Schema(name = "MemberProfileRequest")
    record ProfileRequest(
            @Size(max = 32) @Nullable String nickname,

            @Size(max = 512) @Pattern(regexp = "https://.+") @Nullable
            String avatarUrl) {}

    @Schema(name = "MemberPhoneRequest")
    record PhoneRequest(@NotBlank @Size(max = 128) String code) {}

    @Schema(name = "ConsentRequest")
    record ConsentRequest(
            @NotNull Consent.Kind kind,
            @NotBlank @Size(max = 20) String version,
            @NotNull Boolean given) {}

    @Schema(name = "ConsentView")
    record ConsentView(Consent.Kind kind, String version, boolean given, Instant at) {

        static ConsentView of(Consent consent) {
            return new ConsentView(consent.kind(), consent.version(), consent.given(), consent.at());
        }
    }

    @Schema(name = "ConsentPage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConsentPage(List<ConsentView> items, @Nullable String nextCursor) {

        static ConsentPage of(List<Consent> found, int limit) {
            var items = found.stream().limit(limit).toList();
            var last = found.size() > limit ? items.getLast() : null;
            return new ConsentPage(
                    items.stream().map(ConsentView::of).toList(),
                    last == null ? null : new Cursor(last.at(), last.id()).encode());
        }
    }

    @Schema(name = "MemberExportView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExportView(
            UUID id,
            String openid,
            @Nullable String unionid,
            @Nullable String nickname,
            @Nullable String avatarUrl,
            @Nullable String phone,
            Instant createdAt,
            List<AddressResource.AddressView> addresses,
            List<ConsentView> consents) {}

    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Who the caller is")
    @APIResponse(responseCode = "200", description = "The caller, the phone masked")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<SelfView> me() {
        return profile.see(id()).map(SelfView::of);
    }

    /** What is left out is removed. */
    @PUT
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Set nickname and picture")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<SelfView> describe(@NotNull @Valid ProfileRequest request) {
        refuseOddUrl(request.avatarUrl());
        return profile.describe(id(), request.nickname(), request.avatarUrl()).map(SelfView::of);
    }

    /** Needs the consent PHONE; WeChat checks that the code is of the caller's own phone. */
    @POST
    @Path("/phone")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Tell the phone number by a getPhoneNumber code")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, LOGIN_CODE_INVALID")
    @APIResponse(responseCode = "422", description = "CONSENT_MISSING")
    @APIResponse(responseCode = "429", description = "LOGIN_TOO_OFTEN, TOO_MANY_REQUESTS")
    @APIResponse(responseCode = "503", description = "WECHAT_UNAVAILABLE")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<SelfView> tellPhone(@NotNull @Valid PhoneRequest request) {
        return profile.tellPhone(id(), request.code()).map(SelfView::of);
    }

    /** Taking PHONE back erases the phone number. */
    @POST
    @Path("/consents")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Give a consent or take it back")
    @APIResponse(
            responseCode = "201",
            description = "Added to the history",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConsentView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @ResponseStatus(201)
    public Uni<ConsentView> consent(@NotNull @Valid ConsentRequest request) {
        return profile.answer(id(), request.kind(), request.version(), request.given())
                .map(ConsentView::of);
    }

    /** The newest of a kind holds. */
    @GET
    @Path("/consents")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "The history of consents, newest first")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<ConsentPage> consents(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return profile.answers(id(), Cursor.parse(cursor), limit + 1).map(found -> ConsentPage.of(found, limit));
    }

    @GET
    @Path("/export")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "All that is known of the caller here")
    @APIResponse(responseCode = "200", description = "Everything, unmasked")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<ExportView> export() {
        return profile.export(id()).map(this::exported);
    }

    /** Erases everything personal and ends all sessions. What was bought stays on record, as the law wants. */
    @DELETE
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Close the account for good")
    @APIResponse(responseCode = "204", description = "Closed")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<Void> close() {
        return profile.close(id());
    }

    private MemberId id() {
        return new MemberId(caller.id());
    }

    private ExportView exported(OwnProfile.Everything everything) {
        var member = everything.member();
        return new ExportView(
                member.id().value(),
                member.openid(),
                member.unionid().orElse(null),
                member.nickname().orElse(null),
                member.avatarUrl().orElse(null),
                member.phone().orElse(null),
                member.createdAt(),
                everything.addresses().stream()
                        .map(address -> AddressResource.AddressView.of(address, regions))
                        .toList(),
                everything.consents().stream().map(ConsentView::of).toList());
    }

    /** A picture comes from a named host over https, without credentials in its address. */
    private static void refuseOddUrl(@Nullable String url) {
        if (url == null) {
            return;
        }
        try {
            var address = new URI(url);
            if (address.getHost() != null && address.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException _) {
            // Falls through to the same refusal.
        }
        throw Refused.fields(
                CommonProblem.INVALID_REQUEST, List.of(new FieldError("avatarUrl", "is not an https address")));
    }
}
