package cn.siyu.trade.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where an order stands. A transition is a method of the states that allow it and answers the next state; everywhere else it
 * is refused with {@code STATE_CHANGED} and the state that the order is in.
 */
public sealed interface OrderState {

    /** The names under which states are stored and shown. */
    @Schema(name = "OrderState")
    enum Kind {
        PENDING_PAYMENT,
        GROUPING,
        TO_SHIP,
        PARTLY_SHIPPED,
        SHIPPED,
        RECEIVED,
        COMPLETED,
        CANCELLED,
        CLOSED
    }

    /** How long an order waits before time alone moves it on (E16). */
    record Waits(Duration receive, Duration complete) {}

    Kind kind();

    /** When time alone moves the order on. */
    default Optional<Instant> due(Waits waits) {
        return Optional.empty();
    }

    default OrderState pay(Instant at) {
        throw refused();
    }

    /** Paid, in time or late, and held back until the condition is met that it was sold under (B14). */
    default OrderState hold(Instant at) {
        throw refused();
    }

    /** The condition is met. */
    default OrderState release(Instant at) {
        throw refused();
    }

    default OrderState cancel(CancelledBy by, Instant at) {
        throw refused();
    }

    /** A late payment got its stock back (B10). */
    default OrderState revive(Instant at) {
        throw refused();
    }

    default OrderState ship(boolean everything, Instant at) {
        throw refused();
    }

    /** What was not shipped is given up, and nothing is left to ship. */
    default OrderState withdraw(Instant at) {
        throw refused();
    }

    default OrderState receive(Instant at) {
        throw refused();
    }

    default OrderState complete(Instant at) {
        throw refused();
    }

    /** Everything was refunded. */
    default OrderState close(Instant at) {
        throw refused();
    }

    private Refused refused() {
        return changed(kind());
    }

    /** The one refusal of a command that came too late or too early. */
    static Refused changed(Kind current) {
        return Refused.with(CommonProblem.STATE_CHANGED, "The order is " + current, Map.of("state", current.name()));
    }

    /** Placed; stock is held until the buyer has paid or {@code payBy} has passed. */
    record PendingPayment(Instant payBy) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.PENDING_PAYMENT;
        }

        @Override
        public Optional<Instant> due(Waits waits) {
            return Optional.of(payBy);
        }

        @Override
        public OrderState pay(Instant at) {
            return new ToShip();
        }

        @Override
        public OrderState hold(Instant at) {
            return new Grouping();
        }

        @Override
        public OrderState cancel(CancelledBy by, Instant at) {
            return new Cancelled(by);
        }
    }

    /** Paid, and waiting with others: nothing is shipped and nothing can be claimed before it is released (E11). */
    record Grouping() implements OrderState {
        @Override
        public Kind kind() {
            return Kind.GROUPING;
        }

        @Override
        public OrderState release(Instant at) {
            return new ToShip();
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** Paid; nothing has left yet. */
    record ToShip() implements OrderState {
        @Override
        public Kind kind() {
            return Kind.TO_SHIP;
        }

        @Override
        public OrderState ship(boolean everything, Instant at) {
            return everything ? new Shipped(at) : new PartlyShipped();
        }

        @Override
        public OrderState withdraw(Instant at) {
            return this;
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** Some parcels have left, others not. */
    record PartlyShipped() implements OrderState {
        @Override
        public Kind kind() {
            return Kind.PARTLY_SHIPPED;
        }

        @Override
        public OrderState ship(boolean everything, Instant at) {
            return everything ? new Shipped(at) : this;
        }

        @Override
        public OrderState withdraw(Instant at) {
            return new Shipped(at);
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** Everything that will be sent has left. */
    record Shipped(Instant shippedAt) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.SHIPPED;
        }

        @Override
        public Optional<Instant> due(Waits waits) {
            return Optional.of(shippedAt.plus(waits.receive()));
        }

        @Override
        public OrderState receive(Instant at) {
            return new Received(at);
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** With the buyer. */
    record Received(Instant receivedAt) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.RECEIVED;
        }

        @Override
        public Optional<Instant> due(Waits waits) {
            return Optional.of(receivedAt.plus(waits.complete()));
        }

        @Override
        public OrderState complete(Instant at) {
            return new Completed(receivedAt);
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** Done: the money is earned. Returns are still possible while their window is open. */
    record Completed(Instant receivedAt) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.COMPLETED;
        }

        @Override
        public OrderState close(Instant at) {
            return new Closed();
        }
    }

    /** Ended without payment. */
    record Cancelled(CancelledBy by) implements OrderState {
        @Override
        public Kind kind() {
            return Kind.CANCELLED;
        }

        @Override
        public OrderState revive(Instant at) {
            if (by == CancelledBy.MEMBER) {
                throw changed(kind());
            }
            return new ToShip();
        }

        @Override
        public OrderState hold(Instant at) {
            if (by == CancelledBy.MEMBER) {
                throw changed(kind());
            }
            return new Grouping();
        }
    }

    /** Paid once, and all of it given back. */
    record Closed() implements OrderState {
        @Override
        public Kind kind() {
            return Kind.CLOSED;
        }
    }
}
