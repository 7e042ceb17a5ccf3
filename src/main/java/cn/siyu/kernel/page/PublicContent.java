package cn.siyu.kernel.page;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a public answer says, the same for everybody and at any moment, and what it is made of.
 *
 * @param view is written as JSON once
 * @param topics names of {@link Changes} that make it old
 * @param until by the shop's clock the time at which it is old without any change; the past: it is shown for a moment only
 */
public record PublicContent(Object view, Set<String> topics, Instant until) {

    /** Something that the clock may change, or of which the ledger of changes does not know everything. */
    public static PublicContent of(Object view, String... topics) {
        return new PublicContent(view, Set.of(topics), Instant.MIN);
    }

    /** Something that changes only with its topics, all of which are in the ledger. */
    public static PublicContent lasting(Object view, String... topics) {
        return new PublicContent(view, Set.of(topics), Instant.MAX);
    }

    public PublicContent and(Collection<String> more) {
        return new PublicContent(
                view, Stream.concat(topics.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()), until);
    }

    public PublicContent until(Instant end) {
        return new PublicContent(view, topics, end);
    }
}
