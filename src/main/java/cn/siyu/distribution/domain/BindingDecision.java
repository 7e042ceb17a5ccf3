package cn.siyu.distribution.domain;

import java.time.Instant;
import java.util.Optional;

/** What is to become of a customer and a distributor (C8). */
public sealed interface BindingDecision {

    /** What led to it; kept with the binding as its reason. */
    enum Cause {
        /** A click by a member who was signed in. */
        CLICK,
        /** A visitor's click that became a member's at his sign-in (C16). */
        SIGN_IN,
        /** A firm order. */
        FIRST_PAID,
        /** The hand of staff (C13). */
        STAFF,
        /** The distributor whose customer he was has handed over to another (D10). */
        HANDOVER
    }

    /** Why nothing happens. */
    enum No {
        OVERTAKEN("something later has been decided about the customer already"),
        NOT_ACTIVE("the distributor is not active"),
        OTHER_TRIGGER("the policy binds at another moment"),
        SELF("nobody is a customer of his own"),
        SAME_PERSON("the customer seems to be the distributor under another account"),
        CHAIN("the distributor is, directly or by others, a customer of the customer"),
        THIS_ORDER_ONLY("under the policy nothing binds beyond an order"),
        NOT_NEW("the policy binds new customers only"),
        PROTECTED("the customer is another's, and protected"),
        HELD("the customer is another's until that binding ends");

        private final String words;

        No(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * How long a binding lasts.
     *
     * @param to absent: for ever
     * @param protectedUntil absent: as long as it lasts
     */
    record Term(Instant from, Optional<Instant> to, Optional<Instant> protectedUntil) {}

    /** He was nobody's and is the distributor's now. */
    record Bind(Term term, Cause cause) implements BindingDecision {}

    /** He is the distributor's already, and with {@code until} it lasts longer now. */
    record Keep(Holding holding, Optional<Instant> until) implements BindingDecision {}

    /** He was another's, whose binding ends where this one begins. */
    record TakeOver(Holding from, Term term, Cause cause) implements BindingDecision {}

    /** Nothing happens. */
    record Refuse(No why) implements BindingDecision {}
}
