package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.OrderId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An invoice that a buyer has asked for (L13). Its amount is fixed when it is issued; what is refunded afterwards is taken
 * back by red letters.
 */
public record Invoice(
        UUID id, OrderId order, long version, State state, Optional<String> number, Optional<Money> amount) {

    /** Where it stands. */
    @Schema(name = "InvoiceState")
    public enum State {
        REQUESTED,
        ISSUED,
        REJECTED,
        WITHDRAWN
    }

    /** For whom it is. */
    @Schema(name = "InvoiceKind")
    public enum Kind {
        PERSON,
        COMPANY
    }

    /** Whom it names and where it is sent, in plain words. A company has a tax number. */
    public record Recipient(Kind kind, String title, Optional<String> taxNo, String email) {}

    /** An invoice is asked for when the order is firm, and while some of its money stays with the shop. */
    public static void demandFor(Order order) {
        if (!order.standing().firm() || order.kind() == OrderState.Kind.CLOSED) {
            throw OrderState.changed(order.kind());
        }
        if (order.money().total().isZero()) {
            throw new Refused(TradeProblem.NOTHING_TO_INVOICE);
        }
    }

    public Invoice issued(String under, Money over) {
        demandRequested();
        if (!over.isPositive()) {
            throw new Refused(TradeProblem.NOTHING_TO_INVOICE);
        }
        return new Invoice(id, order, version, State.ISSUED, Optional.of(under), Optional.of(over));
    }

    public Invoice rejected() {
        demandRequested();
        return new Invoice(id, order, version, State.REJECTED, number, amount);
    }

    public Invoice withdrawn() {
        demandRequested();
        return new Invoice(id, order, version, State.WITHDRAWN, number, amount);
    }

    public void demandRequested() {
        if (state != State.REQUESTED) {
            throw changed(state);
        }
    }

    public static Refused changed(State current) {
        return Refused.with(CommonProblem.STATE_CHANGED, "The invoice is " + current, Map.of("state", current.name()));
    }
}
