package cn.siyu.koc.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.KocBindingEnded;
import cn.siyu.koc.KocBindingStarted;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.Term;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.KocStore;
import cn.siyu.koc.store.TaskStore;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What begins and ends with a binding, for the use cases that do it: the row, what is told, and the KOC's links. */
@Singleton
class EndedBindings {

    private static final String REVOKED = "serves no community any more";

    private final BindingStore bindings;
    private final KocStore kocs;
    private final TaskStore tasks;
    private final ShareLinks links;
    private final Outbox outbox;

    @Inject
    EndedBindings(BindingStore bindings, KocStore kocs, TaskStore tasks, ShareLinks links, Outbox outbox) {
        this.bindings = bindings;
        this.kocs = kocs;
        this.tasks = tasks;
        this.links = links;
        this.outbox = outbox;
    }

    /** Tells of the end of those that had begun. */
    Uni<Void> save(Tx tx, Collection<KocBinding> ended) {
        return each(ended, binding -> bindings.save(tx, binding)).chain(() -> tellEnded(tx, ended));
    }

    /** Of those that had begun. */
    Uni<Void> tellEnded(Tx tx, Collection<KocBinding> ended) {
        return outbox.append(
                tx,
                ended.stream()
                        .filter(KocBinding::started)
                        .map(EndedBindings::over)
                        .toList());
    }

    /** Who serves a community no longer has nothing to do there, and a KOC who serves nobody any more shares for nobody: called when all that begins in this transaction has begun. */
    Uni<Void> revokeIdle(Tx tx, Collection<KocBinding> ended, Instant now) {
        var concerned = ended.stream().map(KocBinding::koc).distinct().toList();
        return tasks.cancelIdle(tx, concerned, now)
                .chain(() -> kocs.idle(tx, concerned))
                .chain(idle -> each(
                        idle,
                        koc -> links.revokeAll(tx, Sharer.Kind.KOC, koc, REVOKED, now)
                                .replaceWithVoid()));
    }

    Uni<Void> tellStarted(Tx tx, List<KocBinding> started, Instant now) {
        return outbox.append(
                tx,
                started.stream()
                        .map(binding -> new KocBindingStarted(
                                Ids.next(),
                                now,
                                binding.id(),
                                binding.koc(),
                                binding.seller(),
                                binding.community().value()))
                        .toList());
    }

    static <T> Uni<Void> each(Collection<T> items, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static KocBindingEnded over(KocBinding binding) {
        return new KocBindingEnded(
                Ids.next(),
                binding.state().range().map(Term::until).orElseThrow(),
                binding.id(),
                binding.koc(),
                binding.seller(),
                binding.community().value());
    }
}
