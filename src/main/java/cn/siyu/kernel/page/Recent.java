package cn.siyu.kernel.page;

import cn.siyu.kernel.merge.Gather;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * What is the same for all who ask and is asked for with every order, by key: an answer is used again for a moment, like a page,
 * and not after one of its topics was told to have changed; whatever is not kept is asked for together with what others ask.
 */
public final class Recent<K, V> {

    private final Gather<K, V> questions;
    private final BiFunction<K, V, Set<String>> topicsOf;
    private final Topics topics;
    private final Duration keptFor;
    private final Duration calm;
    private final LongSupplier nanos;
    private final Cache<K, Kept<V>> kept;

    Recent(
            Gather<K, V> questions,
            BiFunction<K, V, Set<String>> topicsOf,
            Topics topics,
            Duration keptFor,
            Duration calm,
            LongSupplier nanos,
            int most) {
        this.questions = questions;
        this.topicsOf = topicsOf;
        this.topics = topics;
        this.keptFor = keptFor;
        this.calm = calm;
        this.nanos = nanos;
        // What is too old to be used again is not kept either: ten thousand cards weigh as many megabytes.
        this.kept = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(keptFor)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** An answer with the moment at which its question was asked, and the count of what was told until then. */
    private record Kept<V>(V value, Set<String> topics, long since, long told) {}

    /** The answer, if there is one; that there is none is not remembered. */
    public Uni<Optional<V>> of(K key) {
        return Uni.createFrom().deferred(() -> {
            var found = kept.getIfPresent(key);
            return found != null && isFresh(found) ? Uni.createFrom().item(Optional.of(found.value())) : ask(key);
        });
    }

    private Uni<Optional<V>> ask(K key) {
        var since = nanos.getAsLong();
        var told = topics.told();
        return questions
                .of(key)
                .invoke(answer -> answer.ifPresent(
                        value -> kept.put(key, new Kept<>(value, topicsOf.apply(key, value), since, told))));
    }

    private boolean isFresh(Kept<V> found) {
        var age = nanos.getAsLong() - found.since();
        return age < keptFor.toNanos()
                && (age < calm.toNanos()
                        || topics.told() == found.told()
                        || !topics.changedSince(found.told(), found.topics()));
    }
}
