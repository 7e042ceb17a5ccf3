package cn.siyu.channel.web;

import cn.siyu.channel.PriceListId;
import cn.siyu.channel.app.KeepPriceLists;
import cn.siyu.channel.app.PriceSkus;
import cn.siyu.channel.app.SetPrices;
import cn.siyu.channel.domain.PriceList;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
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
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Price lists for segments of members, which come before the default list (A3). */
@Path("/api/admin/v1")
@Tag(name = "Admin: prices")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
class PriceListResource {

    private final KeepPriceLists lists;
    private final PriceSkus prices;
    private final SetPrices set;
    private final Caller caller;

    @Inject
    PriceListResource(KeepPriceLists lists, PriceSkus prices, SetPrices set, Caller caller) {
        this.lists = lists;
        this.prices = prices;
        this.set = set;
        this.caller = caller;
    }

    /** What is written about a list; absent {@code validFrom}: at once, absent {@code validTo}: until it is ended. */
    @Schema(name = "PriceListText")
    record ListText(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "The higher comes first where a member has several lists") @NotNull @Min(0) @Max(1000)
            Integer priority,

            @Nullable Instant validFrom,
            @Nullable Instant validTo) {

        KeepPriceLists.Text text() {
            return new KeepPriceLists.Text(
                    name, priority, Optional.ofNullable(validFrom), Optional.ofNullable(validTo));
        }
    }

    /** A new list of a segment. */
    @Schema(name = "PriceListCreate")
    record ListCreate(
            @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,31}")
            String code,

            @NotNull UUID segmentId,
            @NotNull @Valid ListText text) {}

    /** A list anew; {@code version} is the one that was read. */
    @Schema(name = "PriceListEdit")
    record ListEdit(
            @NotNull @Valid ListText text,
            @NotNull @PositiveOrZero Long version) {}

    /** The version that was read, and why the list ends. */
    @Schema(name = "PriceListEnding")
    record ListEnding(
            @NotNull @PositiveOrZero Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** A list as it is. */
    @Schema(name = "PriceListView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListView(
            UUID id,
            String code,
            String name,
            UUID segmentId,
            int priority,
            Instant validFrom,
            @Nullable Instant validTo,
            long version) {

        static ListView of(PriceList list) {
            return new ListView(
                    list.id().value(),
                    list.code(),
                    list.name(),
                    list.segment(),
                    list.priority(),
                    list.validFrom(),
                    list.validTo().orElse(null),
                    list.version());
        }
    }

    @GET
    @Path("price-lists")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Price lists of segments, the last to begin first")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<ListView>> lists(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return lists.page(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(ListView::of).toList(), found.page(), found.size(), found.total()));
    }

    @GET
    @Path("price-lists/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "A price list of a segment")
    @APIResponse(responseCode = "200", description = "The list")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ListView> see(@PathParam("id") UUID id) {
        return lists.find(new PriceListId(id)).map(ListView::of);
    }

    @POST
    @Path("price-lists")
    @ResponseStatus(201)
    @Operation(summary = "Write a new price list of a segment")
    @APIResponse(
            responseCode = "201",
            description = "The list, without prices",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ListView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "PRICE_LIST_CODE_TAKEN")
    @APIResponse(responseCode = "422", description = "PRICE_LIST_INTERVAL")
    public Uni<ListView> create(@NotNull @Valid ListCreate request) {
        return lists.create(request.code(), request.segmentId(), request.text().text(), caller.actor())
                .map(ListView::of);
    }

    @PUT
    @Path("price-lists/{id}")
    @Operation(summary = "Write a price list anew; one that has begun keeps its beginning")
    @APIResponse(responseCode = "200", description = "The list")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PRICE_LIST_OVER")
    @APIResponse(responseCode = "422", description = "PRICE_LIST_INTERVAL")
    public Uni<ListView> edit(@PathParam("id") UUID id, @NotNull @Valid ListEdit request) {
        return lists.edit(new PriceListId(id), request.version(), request.text().text(), caller.actor())
                .map(ListView::of);
    }

    @POST
    @Path("price-lists/{id}/end")
    @Operation(summary = "End a price list with all its prices")
    @APIResponse(responseCode = "200", description = "The list")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PRICE_LIST_OVER")
    public Uni<ListView> end(@PathParam("id") UUID id, @NotNull @Valid ListEnding request) {
        return lists.end(new PriceListId(id), request.version(), request.reason(), caller.actor())
                .map(ListView::of);
    }

    @GET
    @Path("price-lists/{id}/prices")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Prices of a segment's list that are in force, by SKU")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<PriceView>> prices(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var list = new PriceListId(id);
        return lists.find(list)
                .chain(() -> prices.page(list, page, size))
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PriceView::of).toList(), found.page(), found.size(), found.total()));
    }

    @PUT
    @Path("price-lists/{id}/prices")
    @Operation(summary = "Set prices of a segment's list; good rows are set, bad rows are named")
    @APIResponse(responseCode = "200", description = "What changed, and which rows did not land and why")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "PRICE_LIST_OVER")
    public Uni<PriceSet.PriceSetResult> set(@PathParam("id") UUID id, @NotNull @Valid PriceSet request) {
        return prices.known(request.skus())
                .map(request::sort)
                .chain(sorted -> set.in(new PriceListId(id), sorted.good(), caller.actor(), request.reason())
                        .map(sorted::result));
    }
}
