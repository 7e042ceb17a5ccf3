package cn.siyu.trade.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.NoteOrder;
import cn.siyu.trade.app.ReadOrders;
import cn.siyu.trade.app.RefundByStaff;
import cn.siyu.trade.app.RefundByStaff.Wish;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.OrderPages.Filter;
import cn.siyu.trade.store.OrderPages.Note;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Orders as staff work with them. */
@Path("/api/admin/v1/orders")
@Tag(name = "admin orders")
public class AdminOrderResource {

    private static final String REFUND = "orders.refund";
    private static final int CREATED = 201;
    private static final int ROWS_AT_ONCE = 500;

    private final ReadOrders orders;
    private final RefundByStaff refunds;
    private final NoteOrder notes;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ShopClock clock;

    AdminOrderResource(
            ReadOrders orders,
            RefundByStaff refunds,
            NoteOrder notes,
            Idempotency idempotency,
            Caller caller,
            ShopClock clock) {
        this.orders = orders;
        this.refunds = refunds;
        this.notes = notes;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** An order with what staff know beside it. */
    @Schema(name = "AdminOrderView")
    record AdminOrderView(
            OrderView order,
            UUID memberId,
            OriginView origin,

            @Schema(description = "Who pays for its coupons")
            List<BorneView> couponBearers,

            List<ShipmentView> shipments,
            List<NoteView> notes,

            @Schema(description = "When WeChat let the shop have its money; absent as far as WeChat has not told")
            @Nullable
            Instant fundsReleasedAt) {}

    /** What staff wrote down. */
    @Schema(name = "OrderNoteView")
    record NoteView(String author, String text, Instant at) {
        static NoteView of(Note note) {
            return new NoteView(note.author(), note.text(), note.at());
        }
    }

    /** Something to remember about an order; the buyer never sees it. */
    @Schema(name = "OrderNoteRequest")
    public record NoteRequest(@NotBlank @Size(max = 500) String text) {}

    /** How much goes back, and why. */
    @Schema(name = "OrderRefundRequest")
    public record RefundRequest(
            @Min(1) long amountFen,
            @NotBlank @Size(max = 80) String reason) {}

    /** A promised refund. */
    @Schema(name = "OrderRefundPromisedView")
    record RefundPromisedView(String refundNo, long amountFen) {
        static RefundPromisedView of(RefundByStaff.Promised promised) {
            return new RefundPromisedView(promised.refundNo(), promised.amount().fen());
        }
    }

    private record Scope(UUID order, RefundRequest request) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "List orders")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<OrderCardView>> list(
            @QueryParam("state") OrderState.@Nullable Kind state,
            @QueryParam("orderNo") @Nullable @Size(max = 32) String number,
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return orders.search(new Filter(state, number, member, from, to), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(OrderCardView::of).toList(), page, size, found.total()));
    }

    /** The same orders as a file, the newest first, sent while they are read. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "Export orders as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All orders that match",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(
            @QueryParam("state") OrderState.@Nullable Kind state,
            @QueryParam("orderNo") @Nullable @Size(max = 32) String number,
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to) {
        var filter = new Filter(state, number, member, from, to);
        return CsvExport.of(
                "orders.csv",
                OrderCsv.TITLES,
                after -> orders.after(filter, after, ROWS_AT_ONCE),
                card -> new Cursor(card.placedAt(), card.id()),
                OrderCsv::cells);
    }

    /** Those who send and answer see the whole address, everybody else a masked one. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "See an order")
    @APIResponse(responseCode = "200", description = "The order")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AdminOrderView> see(@PathParam("id") UUID id) {
        var order = new OrderId(id);
        return orders.any(order)
                .chain(detail -> orders.parcels(order)
                        .chain(parcels -> orders.notes(order)
                                .chain(noted -> orders.fundsReleased(order)
                                        .map(released -> new AdminOrderView(
                                                view(detail),
                                                detail.order().member().value(),
                                                OriginView.of(
                                                        detail.background().origin()),
                                                detail.coupons().stream()
                                                        .map(BorneView::of)
                                                        .toList(),
                                                parcels.stream()
                                                        .map(ShipmentView::of)
                                                        .toList(),
                                                noted.stream().map(NoteView::of).toList(),
                                                released.orElse(null))))));
    }

    /** Kept for ever, with its author. */
    @POST
    @Path("/{id}/notes")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Note something about an order")
    @APIResponse(responseCode = "200", description = "The order as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AdminOrderView> note(@PathParam("id") UUID id, @Valid @NotNull NoteRequest request) {
        return notes.note(new OrderId(id), request.text(), caller.actor()).chain(() -> see(id));
    }

    /** All that can still be refunded, before anything was sent, ends the order and frees its stock. */
    @POST
    @Path("/{id}/refund")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "Give money of an order back")
    @APIResponse(
            responseCode = "201",
            description = "The refund is promised",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = RefundPromisedView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "REFUND_TOO_LARGE, IDEMPOTENCY_MISMATCH")
    public Uni<Response> refund(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull RefundRequest request) {
        var wish = new Wish(new Money(request.amountFen()), request.reason(), caller.actor());
        return idempotency.once(
                caller.id(),
                REFUND,
                IdempotencyKey.of(key),
                new Scope(id, request),
                CREATED,
                tx -> refunds.refund(tx, new OrderId(id), wish).map(RefundPromisedView::of));
    }

    private OrderView view(ReadOrders.Detail detail) {
        var whole = caller.is(Role.SUPPORT) || caller.is(Role.OPS);
        var address = whole ? OrderView.Address.of(detail.address()) : OrderView.Address.masked(detail.address());
        return OrderView.of(detail, address, clock.instant());
    }
}
