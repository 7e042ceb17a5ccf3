package cn.siyu.distribution.domain;

import cn.siyu.distribution.domain.BindingDecision.Bind;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.BindingDecision.Keep;
import cn.siyu.distribution.domain.BindingDecision.No;
import cn.siyu.distribution.domain.BindingDecision.Refuse;
import cn.siyu.distribution.domain.BindingDecision.TakeOver;
import cn.siyu.distribution.domain.BindingDecision.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose customer somebody becomes, for how long, and when another may take him over (锁客, C8). Pure: everything that it looks at
 * is handed in, everything that is to happen is answered.
 *
 * @param validityDays how long a binding lasts: {@value #FOR_EVER} for ever, 0 not beyond the order
 * @param protectDays how long nobody can take the customer over: {@value #FOR_EVER} never, 0 at once
 * @param extendOnClickDays how much at least is left after another click on the holder's own links
 * @param extendOnOrderDays what each firm order adds
 */
public record BindingPolicy(
        int version,
        Trigger trigger,
        Eligible eligible,
        int validityDays,
        int protectDays,
        int extendOnClickDays,
        int extendOnOrderDays,
        Takeover takeover) {

    private static final int FOR_EVER = -1;

    /** A chain of distributors who are each other's customers is followed so far (C11). */
    public static final int LONGEST_CHAIN = 32;

    /** What binds. */
    public enum Trigger {
        /** A click by a member who is signed in. */
        CLICK,
        /** A click as soon as it is a member's: at once, or when the visitor signs in. */
        REGISTER,
        /** The first firm order that is attributed to the distributor. */
        FIRST_PAID;

        boolean takes(Cause cause) {
            return switch (this) {
                case CLICK -> cause == Cause.CLICK;
                case REGISTER -> cause == Cause.CLICK || cause == Cause.SIGN_IN;
                case FIRST_PAID -> cause == Cause.FIRST_PAID;
            };
        }
    }

    /** Who can be bound. */
    public enum Eligible {
        /** Who never bought and was never bound. */
        NEW_ONLY,
        /** Whoever is not bound at the moment; one who is, when {@link Takeover} allows it. */
        ALL_UNBOUND,
        /** Also at any time whose distributor is not active at the moment. */
        ALL
    }

    /** When a bound customer can become another's. */
    public enum Takeover {
        AFTER_PROTECT,
        AFTER_EXPIRY
    }

    /** Why these values do not go together, if they do not. */
    public Optional<String> contradiction() {
        if (protectDays == FOR_EVER || validityDays == FOR_EVER || protectDays <= validityDays) {
            return Optional.empty();
        }
        return Optional.of("protectDays must not be longer than validityDays");
    }

    public BindingDecision decide(Customer customer, Claimant claimant, Cause cause, Instant at) {
        if (customer.changedAfter(at)) {
            return new Refuse(No.OVERTAKEN);
        }
        if (!claimant.active()) {
            return new Refuse(No.NOT_ACTIVE);
        }
        var own = customer.holding().filter(holding -> holding.distributor().equals(claimant.id()));
        if (own.isPresent()) {
            return new Keep(own.get(), extended(own.get(), cause, at));
        }
        if (!trigger.takes(cause)) {
            return new Refuse(No.OTHER_TRIGGER);
        }
        return guard(customer, claimant)
                .<BindingDecision>map(Refuse::new)
                .orElseGet(() -> bindOrTakeOver(customer, cause, at));
    }

    /** Staff decide: neither trigger nor protection stands in the way, but nobody is his own customer, by no way round (C13). */
    public BindingDecision rebind(Customer customer, Claimant claimant, Instant at) {
        if (!claimant.active()) {
            return new Refuse(No.NOT_ACTIVE);
        }
        if (claimant.member().equals(customer.member())) {
            return new Refuse(No.SELF);
        }
        if (claimant.closesChainWith(customer)) {
            return new Refuse(No.CHAIN);
        }
        var term = validityDays == 0 ? new Term(at, Optional.empty(), Optional.of(at)) : term(at);
        return customer.holding()
                .<BindingDecision>map(holding -> holding.distributor().equals(claimant.id())
                        ? new Keep(holding, Optional.empty())
                        : new TakeOver(holding, term, Cause.STAFF))
                .orElseGet(() -> new Bind(term, Cause.STAFF));
    }

    /** Until when the binding lasts after this, if that is longer than before. */
    public Optional<Instant> extended(Holding holding, Cause cause, Instant at) {
        return holding.to()
                .map(end -> switch (cause) {
                    case FIRST_PAID -> end.plus(Duration.ofDays(extendOnOrderDays));
                    case CLICK, SIGN_IN -> later(end, at.plus(Duration.ofDays(extendOnClickDays)));
                    case STAFF, HANDOVER -> end;
                })
                .filter(end -> holding.to().filter(end::isAfter).isPresent());
    }

    private Optional<No> guard(Customer customer, Claimant claimant) {
        if (claimant.member().equals(customer.member())) {
            return Optional.of(No.SELF);
        }
        if (claimant.isSamePersonAs(customer)) {
            return Optional.of(No.SAME_PERSON);
        }
        if (claimant.closesChainWith(customer)) {
            return Optional.of(No.CHAIN);
        }
        if (validityDays == 0) {
            return Optional.of(No.THIS_ORDER_ONLY);
        }
        return eligible == Eligible.NEW_ONLY && (customer.bought() || customer.boundBefore())
                ? Optional.of(No.NOT_NEW)
                : Optional.empty();
    }

    private BindingDecision bindOrTakeOver(Customer customer, Cause cause, Instant at) {
        return customer.holding()
                .map(holding -> contested(holding, cause, at))
                .orElseGet(() -> new Bind(term(at), cause));
    }

    private BindingDecision contested(Holding holding, Cause cause, Instant at) {
        if (eligible == Eligible.ALL && !holding.holderActive()) {
            return new TakeOver(holding, term(at), cause);
        }
        if (holding.protectedAt(at)) {
            return new Refuse(No.PROTECTED);
        }
        return switch (takeover) {
            case AFTER_PROTECT -> new TakeOver(holding, term(at), cause);
            case AFTER_EXPIRY -> new Refuse(No.HELD);
        };
    }

    private Term term(Instant from) {
        var to = validityDays == FOR_EVER
                ? Optional.<Instant>empty()
                : Optional.of(from.plus(Duration.ofDays(validityDays)));
        var protectedUntil = protectDays == FOR_EVER
                ? Optional.<Instant>empty()
                : Optional.of(from.plus(Duration.ofDays(protectDays)));
        return new Term(from, to, protectedUntil);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
