package cn.siyu.kernel.page;

import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Makes what keeps values fresh, by the settings of all of them and the changes that this instance hears of. */
@Singleton
public class FreshValues {

    private final FreshContext contexts;
    private final Changes changes;
    private final PageSettings settings;
    private final Fresh.Time time;

    @Inject
    FreshValues(FreshContext contexts, Changes changes, ChangeLedger ledger, PageSettings settings, ShopClock clock) {
        this.contexts = contexts;
        this.changes = changes;
        this.settings = settings;
        this.time = new Fresh.Time(System::nanoTime, ledger::heard, clock);
    }

    /** Values of which at most so many are kept. */
    public <V> Fresh<V> most(int count) {
        // Keys weigh a little as well.
        return make(count * 100L, _ -> 50);
    }

    /**
     * Answers that are read for many together, of which at most so many are kept.
     *
     * @param load as in {@link Gather}
     * @param topics what an answer is made of
     */
    public <K, V> Recent<K, V> recent(
            int most, Function<Set<K>, Uni<Map<K, V>>> load, BiFunction<K, V, Set<String>> topics) {
        return new Recent<>(
                new Gather<>(contexts, load),
                topics,
                changes.topics(),
                settings.moment(),
                settings.calm(),
                System::nanoTime,
                most);
    }

    <V> Fresh<V> weighing(ToIntFunction<V> bytes) {
        return make(settings.memory().asLongValue(), bytes);
    }

    private <V> Fresh<V> make(long weight, ToIntFunction<V> each) {
        var rules = new Fresh.Rules(
                settings.keptFor(),
                settings.moment(),
                settings.heardWithin(),
                settings.calm(),
                settings.loadFor(),
                settings.loadsAtOnce(),
                settings.loadsWaiting(),
                weight);
        return new Fresh<>(contexts, changes.topics(), rules, each, time);
    }
}
