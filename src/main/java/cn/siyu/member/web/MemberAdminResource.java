package cn.siyu.member.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.member.app.LookAfterMembers;
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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** Members, for staff; personal data only masked. */
@Path("/api/admin/v1/members")
@Tag(name = "members")
class MemberAdminResource {

    private final LookAfterMembers members;
    private final Caller caller;

    @Inject
    MemberAdminResource(LookAfterMembers members, Caller caller) {
        this.members = members;
        this.caller = caller;
    }

    @Schema(name = "MemberView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberView(
            UUID id, @Nullable String nickname, @Nullable String maskedPhone, Member.State state, Instant createdAt) {

        static MemberView of(Member member) {
            return new MemberView(
                    member.id().value(),
                    member.nickname().orElse(null),
                    member.maskedPhone().orElse(null),
                    member.state(),
                    member.createdAt());
        }
    }

    @Schema(name = "MemberPage")
    record MemberPage(List<MemberView> items, int page, int size, long total) {

        static MemberPage of(NumberedPage<Member> found) {
            return new MemberPage(
                    found.items().stream().map(MemberView::of).toList(), found.page(), found.size(), found.total());
        }
    }

    @Schema(name = "MemberSearchRequest")
    record SearchRequest(
            @NotNull @Pattern(regexp = "[0-9]{5,15}") String phone) {}

    @Schema(name = "MemberReasonRequest")
    record ReasonRequest(@NotBlank @Size(max = 200) String reason) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List members, newest first")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<MemberPage> list(
            @QueryParam("state") Member.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return members.page(Optional.ofNullable(state), page, size).map(MemberPage::of);
    }

    /** In a body, because addresses end up in logs. Finds exact numbers only: they are not readable where they are kept. */
    @POST
    @Path("/search")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "Find members by their exact phone number")
    @APIResponse(responseCode = "200", description = "One page; two accounts may share a phone")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<MemberPage> search(@NotNull @Valid SearchRequest request) {
        return members.byPhone(request.phone(), 1, 100).map(MemberPage::of);
    }

    /** Ends all sessions of the member; doing it twice changes nothing. */
    @POST
    @Path("/{id}/disable")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Let a member in no more")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "MEMBER_CLOSED")
    public Uni<MemberView> disable(@PathParam("id") UUID id, @NotNull @Valid ReasonRequest request) {
        return members.disable(caller.actor(), new MemberId(id), request.reason())
                .map(MemberView::of);
    }

    @POST
    @Path("/{id}/enable")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Let a member in again")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "MEMBER_CLOSED")
    public Uni<MemberView> enable(@PathParam("id") UUID id, @NotNull @Valid ReasonRequest request) {
        return members.enable(caller.actor(), new MemberId(id), request.reason())
                .map(MemberView::of);
    }
}
