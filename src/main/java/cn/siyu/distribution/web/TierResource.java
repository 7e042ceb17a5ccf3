package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Tiers;
import cn.siyu.distribution.app.Tiers.Listed;
import cn.siyu.distribution.app.Tiers.Way;
import cn.siyu.distribution.domain.Tier;
import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierBook.Step;
import cn.siyu.distribution.store.TierStore.RateSince;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The steps of the ladder on which distributors stand. */
@Path("/api/admin/v1/tiers")
@Tag(name = "admin tiers")
public class TierResource {

    private static final int CREATED = 201;

    private final Tiers tiers;
    private final Caller caller;

    TierResource(Tiers tiers, Caller caller) {
        this.tiers = tiers;
        this.caller = caller;
    }

    /** A tier as it is to be. */
    @Schema(name = "TierRequest")
    public record TierRequest(
            @NotBlank @Size(max = 20) String name,

            @Schema(description = "Its place on the ladder, the lowest first") @Min(0) @Max(1_000)
            int order,

            @Schema(description = "The share of a line's net, in basis points; at most 3,000") @Min(0) @Max(10_000)
            int rateBp,

            @Schema(description = "What else it brings, in words for distributors; absent: nothing")
            @Nullable
            @Size(max = 20)
            List<@NotBlank @Size(max = 100) String> benefits,

            @Schema(description = "How conditions go together; absent: ALL") @Nullable
            Match match,

            @Schema(
                    description =
                            "What leads to it. None: it is given by hand, and no rule takes it; the lowest has none. Absent: as they are")
            @Nullable
            @Size(max = 12)
            List<@NotNull @Valid TierConditionRequest> conditions,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read; ignored when it is new")
            long version) {

        Tier tier(UUID id) {
            return new Tier(
                    id,
                    order,
                    name.strip(),
                    Tier.rate(rateBp),
                    benefits == null ? List.of() : List.copyOf(benefits),
                    version);
        }

        Optional<Way> way() {
            return Optional.ofNullable(conditions)
                    .map(all -> new Way(match == null ? Match.ALL : match, TierConditionRequest.conditions(all)));
        }
    }

    /** A tier as it is. */
    @Schema(name = "TierView")
    record TierView(
            UUID id,
            String name,
            int order,
            int rateBp,
            List<String> benefits,
            Match match,
            List<TierConditionView> conditions,
            long version) {

        static TierView of(Listed listed) {
            var tier = listed.tier();
            return new TierView(
                    tier.id(),
                    tier.name(),
                    tier.rank(),
                    tier.rate().basisPoints(),
                    tier.benefits(),
                    listed.step().match(),
                    conditions(listed.step()),
                    tier.version());
        }

        static List<TierConditionView> conditions(Step step) {
            return step.conditions().stream().map(TierConditionView::of).toList();
        }
    }

    /** What a tier had from an instant on. */
    @Schema(name = "TierRateView")
    record RateView(Instant validFrom, int rateBp, String reason, String by) {
        static RateView of(RateSince rate) {
            return new RateView(rate.from(), rate.rate().basisPoints(), rate.reason(), rate.by());
        }
    }

    /** A tier with all that it ever had, the latest first. */
    @Schema(name = "TierDetailView")
    record DetailView(
            UUID id,
            String name,
            int order,
            int rateBp,
            List<String> benefits,
            Match match,
            List<TierConditionView> conditions,
            long version,
            List<RateView> rates) {

        static DetailView of(Tiers.Detail detail) {
            var tier = detail.tier();
            return new DetailView(
                    tier.id(),
                    tier.name(),
                    tier.rank(),
                    tier.rate().basisPoints(),
                    tier.benefits(),
                    detail.step().match(),
                    TierView.conditions(detail.step()),
                    tier.version(),
                    detail.rates().stream().map(RateView::of).toList());
        }
    }

    /** The lowest first; at most a hundred. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List tiers")
    @APIResponse(responseCode = "200", description = "All tiers")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<TierView>> list() {
        return tiers.all().map(all -> new Page<>(all.stream().map(TierView::of).toList(), null));
    }

    /** One tier and its rates. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "See a tier")
    @APIResponse(responseCode = "200", description = "The tier")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DetailView> see(@PathParam("id") UUID id) {
        return tiers.find(id).map(DetailView::of);
    }

    /** A new step. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Add a tier")
    @APIResponse(
            responseCode = "201",
            description = "The tier",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DetailView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "TIER_EXISTS")
    @APIResponse(
            responseCode = "422",
            description = "RATE_ABOVE_CAP, TIER_CONDITIONS_CONTRADICT, TIER_METRIC_UNLAWFUL: L8")
    public Uni<DetailView> add(@Valid @NotNull TierRequest request) {
        return tiers.add(request.tier(Ids.next()), request.way().orElse(Way.NONE), request.reason(), caller.actor())
                .map(DetailView::of);
    }

    /** A new rate holds for orders from now on; those before keep theirs. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change a tier")
    @APIResponse(responseCode = "200", description = "The tier")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TIER_EXISTS")
    @APIResponse(
            responseCode = "422",
            description = "RATE_ABOVE_CAP, TIER_CONDITIONS_CONTRADICT, TIER_METRIC_UNLAWFUL: L8")
    public Uni<DetailView> change(@PathParam("id") UUID id, @Valid @NotNull TierRequest request) {
        return tiers.change(request.tier(id), request.way(), request.reason(), caller.actor())
                .map(DetailView::of);
    }
}
