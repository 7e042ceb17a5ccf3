package cn.siyu.inventory.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.inventory.app.AgeStock;
import cn.siyu.inventory.app.AgeStock.Row;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Stock by its age. */
@Path("/api/admin/v1/stock-ages")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
class StockAgeResource {

    private static final int SKUS_AT_ONCE = 100;

    private static final List<String> TITLES = List.of(
            "skuId",
            "skuCode",
            "title",
            "location",
            "onHand",
            "upTo30Days",
            "upTo90Days",
            "upTo180Days",
            "older",
            "since",
            "costFen",
            "valueFen");

    private final AgeStock ages;
    private final ShopClock clock;

    StockAgeResource(AgeStock ages, ShopClock clock) {
        this.ages = ages;
        this.clock = clock;
    }

    /** Units of one SKU in one location, by the days since they came there; returned units are as old as they were. */
    @Schema(name = "StockAgeView")
    record AgeView(
            UUID skuId,
            @Nullable String skuCode,
            @Nullable String title,
            UUID locationId,
            String locationCode,
            long onHand,
            long upTo30Days,
            long upTo90Days,
            long upTo180Days,
            long older,

            @Schema(description = "Since when the oldest is there") @Nullable
            Instant since,

            @Schema(description = "Absent when nobody wrote it down") @Nullable
            Long costFen,

            @Nullable Long valueFen) {

        static AgeView of(Row row) {
            var ages = row.ages();
            return new AgeView(
                    ages.sku().value(),
                    row.card().map(SkuCard::skuCode).orElse(null),
                    row.card().map(SkuCard::title).orElse(null),
                    ages.location(),
                    ages.locationCode(),
                    ages.onHand(),
                    ages.upTo30(),
                    ages.upTo90(),
                    ages.upTo180(),
                    ages.older(),
                    ages.since().orElse(null),
                    row.cost().map(Money::fen).orElse(null),
                    row.cost().map(cost -> cost.times(ages.onHand()).fen()).orElse(null));
        }
    }

    /** By SKU and location; {@code limit} counts SKUs, each with all its locations. */
    @GET
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE})
    @Operation(summary = "List stock by its age")
    @APIResponse(responseCode = "200", description = "One page of what is on hand, in the order of the SKUs' ids")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<AgeView>> list(
            @QueryParam("skuId") @Nullable UUID skuId,
            @QueryParam("locationId") @Nullable UUID locationId,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
        return ages.part(skuId, locationId, Cursor.parse(cursor), limit)
                .map(part -> new Page<>(
                        part.rows().stream().map(AgeView::of).toList(),
                        part.next().map(Cursor::encode).orElse(null)));
    }

    /** The same as a file, sent while it is read. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE})
    @Operation(summary = "Export stock by its age as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All that is on hand",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(
            @QueryParam("skuId") @Nullable UUID skuId, @QueryParam("locationId") @Nullable UUID locationId) {
        var now = clock.instant();
        return CsvExport.of(
                "stock-ages.csv",
                TITLES,
                after -> ages.part(skuId, locationId, after, SKUS_AT_ONCE)
                        .map(part -> part.rows().stream().map(AgeView::of).toList()),
                row -> new Cursor(now, row.skuId()),
                StockAgeResource::cells);
    }

    private static List<String> cells(AgeView row) {
        return List.of(
                row.skuId().toString(),
                Optional.ofNullable(row.skuCode()).orElse(""),
                Optional.ofNullable(row.title()).orElse(""),
                row.locationCode(),
                Long.toString(row.onHand()),
                Long.toString(row.upTo30Days()),
                Long.toString(row.upTo90Days()),
                Long.toString(row.upTo180Days()),
                Long.toString(row.older()),
                text(row.since()),
                text(row.costFen()),
                text(row.valueFen()));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
