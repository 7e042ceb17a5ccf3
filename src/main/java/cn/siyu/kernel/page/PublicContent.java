package cn.siyu.kernel.page;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a public answer says, the same for everybody and at any moment, and what it is made of.
 *
 * @param view is written as JSON once
 * @param topics names of {@link Changes} that make it old
 */
public record PublicContent(Object view, Set<String> topics) {

    public static PublicContent of(Object view, String... topics) {
        return new PublicContent(view, Set.of(topics));
    }

    public PublicContent and(Collection<String> more) {
        return new PublicContent(
                view, Stream.concat(topics.stream(), more.stream()).collect(Collectors.toUnmodifiableSet()));
    }
}
