package cn.siyu.trade.web;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.BuyAgain;
import cn.siyu.trade.app.BuyAgain.Again;
import cn.siyu.trade.app.BuyAgain.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The same again: an old order's goods go into the cart. */
@Path("/api/mp/v1/orders/{id}/rebuy")
@Tag(name = "orders")
public class RebuyResource {

    private final BuyAgain again;
    private final Caller caller;

    RebuyResource(BuyAgain again, Caller caller) {
        this.again = again;
        this.caller = caller;
    }

    /** What became of each line of the order. */
    @Schema(name = "RebuyView")
    record RebuyView(
            List<Line> lines,

            @Schema(description = "How many of them are in the cart now")
            long added) {

        /** One line, in the order of the order. */
        @Schema(name = "RebuyLineView")
        record Line(
                UUID skuId,
                String title,
                String specText,
                int quantity,
                Outcome outcome,
                long paidUnitPriceFen,

                @Schema(description = "Absent when it is not sold any more") @Nullable
                Long unitPriceFen) {

            static Line of(Again each) {
                var sold = each.line().sold();
                return new Line(
                        sold.sku().value(),
                        sold.title(),
                        sold.specText(),
                        each.line().quantity(),
                        each.outcome(),
                        sold.unitPrice().fen(),
                        each.unitPrice().map(Money::fen).orElse(null));
            }
        }

        static RebuyView of(List<Again> lines) {
            var shown = lines.stream().map(Line::of).toList();
            var inCart = shown.stream()
                    .filter(line -> line.outcome() == Outcome.ADDED || line.outcome() == Outcome.PRICE_CHANGED)
                    .count();
            return new RebuyView(shown, inCart);
        }
    }

    /** What is gone or sold out stays away; repeating it changes nothing. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Put an own order's goods into the cart again")
    @APIResponse(responseCode = "200", description = "What became of each line")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "CART_FULL")
    public Uni<RebuyView> rebuy(@PathParam("id") UUID id) {
        return again.rebuy(new MemberId(caller.id()), new OrderId(id)).map(RebuyView::of);
    }
}
