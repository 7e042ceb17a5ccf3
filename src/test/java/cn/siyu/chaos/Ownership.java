package cn.siyu.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whose customer everybody was at which instant, as a story knows it of itself: who opened whose link, whom staff gave to whom, and
 * who handed over to whom from when on. What the shop wrote down is never asked, but for whom a link has bound in the end (C8).
 */
final class Ownership {

    /** The click that counts as the link of the session (C9), and the same click once more. */
    private static final Duration SESSION = Duration.ofMinutes(30);

    private static final Duration SAME_CLICK = Duration.ofMinutes(1);

    /** Processes remember a link for three seconds of the machine, and what is written holds two seconds later. */
    private static final Duration REMEMBERED = Duration.ofSeconds(6);

    private static final Duration GRACE = Duration.ofDays(30);

    private final Map<Person, List<Since>> bound = new HashMap<>();
    private final Map<Person, List<Click>> clicks = new HashMap<>();
    private final List<Passing> passings = new ArrayList<>();
    private final Set<Person> neighbours = new HashSet<>();
    private final List<Since> community = new ArrayList<>();

    /** One that somebody has made, and when. */
    record Link(Earner maker, String token, Instant madeAt) {}

    /** Who may earn by an order: the one as a distributor, or else the one as the seller of a community, beside its KOC. */
    record Claim(Optional<Earner> distributor, Optional<Earner> seller) {}

    private record Since(Instant at, Earner owner) {}

    private record Click(Instant at, Link link) {}

    /** @param nanos when it was written down, by the machine */
    private record Passing(Instant at, Earner from, Earner to, long nanos) {}

    // What happens

    /** Lives in the one community that there is. */
    void lives(Person person) {
        neighbours.add(person);
    }

    void community(Earner owner, Instant at) {
        community.add(new Since(at, owner));
    }

    /** What the one has is the other's from then on; what he has for the time after that as well. */
    void passed(Earner from, Earner to, Instant at) {
        passings.add(new Passing(at, from, to, System.nanoTime()));
        bound.values().forEach(all -> pass(all, from, to, at));
        pass(community, from, to, at);
    }

    private static void pass(List<Since> all, Earner from, Earner to, Instant at) {
        if (!all.isEmpty() && all.getLast().owner().equals(from)) {
            all.add(new Since(at, to));
        }
    }

    /** Somebody has become somebody's customer. */
    void bound(Person person, Earner owner, Instant at) {
        if (!holder(person, at).equals(Optional.of(owner))) {
            bound.computeIfAbsent(person, _ -> new ArrayList<>()).add(new Since(at, owner));
        }
    }

    void opened(Person person, Link link, Instant at) {
        var his = clicks.computeIfAbsent(person, _ -> new ArrayList<>());
        if (his.stream()
                .noneMatch(click -> click.link().token().equals(link.token())
                        && click.at().plus(SAME_CLICK).isAfter(at))) {
            his.add(new Click(at, link));
        }
    }

    // What follows from it

    /** To whom an order of that instant is due (C9, D8). */
    Claim claim(Person person, Instant at) {
        var distributor = session(person, at).or(() -> holder(person, at));
        return new Claim(
                distributor,
                distributor.isEmpty() && neighbours.contains(person) ? last(community, at) : Optional.empty());
    }

    private Optional<Earner> session(Person person, Instant at) {
        return clicks.getOrDefault(person, List.of()).reversed().stream()
                .filter(click -> !click.at().isAfter(at))
                .filter(click -> !click.at().plus(SESSION).isBefore(at))
                .flatMap(click -> leadsTo(click.link(), at).stream())
                .findFirst();
    }

    Optional<Earner> holder(Person person, Instant at) {
        return last(bound.getOrDefault(person, List.of()), at);
    }

    /** Whether whoever has him then has him, or his community, from another. */
    boolean inherited(Person person, Instant at) {
        return passings.stream()
                .anyMatch(passing -> !passing.at().isAfter(at)
                        && (claim(person, at).distributor().equals(Optional.of(passing.to()))
                                || claim(person, at).seller().equals(Optional.of(passing.to()))));
    }

    Optional<Earner> community(Instant at) {
        return last(community, at);
    }

    private static Optional<Earner> last(List<Since> all, Instant at) {
        return all.reversed().stream()
                .filter(since -> !since.at().isAfter(at))
                .map(Since::owner)
                .findFirst();
    }

    /** Who handed over last does so from then on; empty when nobody has. */
    Optional<Instant> lastPassed() {
        return passings.isEmpty()
                ? Optional.empty()
                : Optional.of(passings.getLast().at());
    }

    /** To his successor for the grace, with whatever that one hands over himself; what comes back to its maker is his own again (D10). */
    Optional<Earner> leadsTo(Link link, Instant at) {
        var owner = link.maker();
        var until = Instant.MAX;
        for (var passing : passings) {
            var counts = link.madeAt().isBefore(passing.at()) && !passing.at().isAfter(at);
            if (counts && passing.from().equals(owner) && until.isAfter(passing.at())) {
                until = until(link, owner, until, passing);
                owner = passing.to();
            }
        }
        return until.isAfter(at) ? Optional.of(owner) : Optional.empty();
    }

    private static Instant until(Link link, Earner owner, Instant until, Passing passing) {
        if (passing.to().equals(link.maker())) {
            return Instant.MAX;
        }
        return owner.equals(link.maker()) ? passing.at().plus(GRACE) : until;
    }

    /** Whether somebody may have become this one's customer by opening a link at that instant, or stayed as he was. */
    Predicate<Earner> mayHaveBound(Person person, Link link, Instant at) {
        var may = new HashSet<Earner>();
        holder(person, at).ifPresent(may::add);
        leadsTo(link, at).ifPresent(may::add);
        passings.stream()
                .filter(passing -> System.nanoTime() - passing.nanos() < REMEMBERED.toNanos())
                .flatMap(passing -> leadsTo(link, passing.at().minusMillis(1)).stream())
                .forEach(may::add);
        return may::contains;
    }
}
