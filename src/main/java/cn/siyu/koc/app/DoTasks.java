package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.domain.KocTask.Part;
import cn.siyu.koc.domain.KocTask.Shown;
import cn.siyu.koc.domain.TaskState;
import cn.siyu.koc.store.TaskPages;
import cn.siyu.koc.store.TaskPages.Card;
import cn.siyu.koc.store.TaskStore;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A KOC shows what he did; the seller of the community, or staff, say whether it is what was asked. */
@Singleton
public class DoTasks {

    private final PartnerDesk desk;
    private final TaskStore tasks;
    private final TaskPages pages;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    DoTasks(
            PartnerDesk desk,
            TaskStore tasks,
            TaskPages pages,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.desk = desk;
        this.tasks = tasks;
        this.pages = pages;
        this.audit = audit;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** What whoever looks at it says. */
    public sealed interface Verdict {

        record Accepted() implements Verdict {}

        /** He may show it again as long as there is time. */
        record Rejected(String reason) implements Verdict {}
    }

    public Uni<List<Card>> ofPartner(MemberId caller, @Nullable TaskState state, Optional<Cursor> after, int limit) {
        return desk.partner(caller).chain(() -> pages.ofPartner(reads, caller, state, after, limit));
    }

    public Uni<Card> submit(MemberId koc, UUID part, Shown shown) {
        return move(
                        part,
                        tx -> tasks.ofKoc(tx, part, koc),
                        found -> found.submit(shown, clock.instant()),
                        Optional.empty())
                .chain(() -> pages.card(reads, koc, part));
    }

    public Uni<Card> bySeller(MemberId seller, UUID part, Verdict verdict) {
        return move(part, tx -> tasks.ofSeller(tx, part, seller), found -> decided(found, verdict), Optional.empty())
                .chain(() -> pages.card(reads, seller, part));
    }

    public Uni<Card> byStaff(UUID part, Verdict verdict, Actor actor) {
        return move(part, tx -> tasks.lockPart(tx, part), found -> decided(found, verdict), Optional.of(actor))
                .chain(() -> pages.card(reads, null, part));
    }

    private Part decided(Part part, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted() -> part.accept(clock.instant());
            case Verdict.Rejected(var reason) -> part.reject(reason, clock.instant());
        };
    }

    private Uni<Void> move(UUID id, Function<Tx, Uni<Part>> find, Function<Part, Part> step, Optional<Actor> actor) {
        return transactions.in(tx -> find.apply(tx)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(step)
                .call(next -> tasks.save(tx, next))
                .chain(next -> actor.map(who -> note(tx, who, id, next))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> note(Tx tx, Actor actor, UUID id, Part next) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        "koc-task.decide",
                        "koc-task-part",
                        id.toString(),
                        next.reason().orElse(null),
                        null,
                        Map.of("state", next.state())));
    }
}
