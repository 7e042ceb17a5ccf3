package cn.siyu.trade.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.FreightStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What staff do with freight templates. There is always exactly one default. */
@Singleton
public class FreightTemplates {

    /** What was read of them is old. */
    static final String TOPIC = "freight";

    private final FreightStore store;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Changes changes;
    private final ShopClock clock;

    @Inject
    FreightTemplates(FreightStore store, AuditLog audit, Transactions transactions, Changes changes, ShopClock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.changes = changes;
        this.clock = clock;
    }

    public Uni<List<FreightTemplate>> all() {
        return store.all(transactions.reads());
    }

    public Uni<FreightTemplate> find(UUID id) {
        return store.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<FreightTemplate> add(FreightTemplate template, Actor actor) {
        return changing(tx -> store.makeRoomForDefault(tx, template)
                .chain(() -> store.insert(tx, template, clock.instant()))
                .chain(() -> audit.append(tx, entry(actor, "freight.add", template.id(), null, template)))
                .replaceWith(template));
    }

    public Uni<FreightTemplate> change(FreightTemplate template, Actor actor) {
        return changing(tx -> existing(tx, template.id())
                        .chain(before -> change(tx, before, template)
                                .chain(() -> audit.append(
                                        tx, entry(actor, "freight.change", template.id(), before, template)))))
                .chain(() -> find(template.id()));
    }

    public Uni<Void> remove(UUID id, long version, Actor actor) {
        return changing(tx -> existing(tx, id)
                .invoke(FreightTemplates::notDefault)
                .chain(before -> store.delete(tx, id, version)
                        .invoke(rows -> changed(rows, before))
                        .chain(() -> audit.append(tx, entry(actor, "freight.remove", id, before, null)))));
    }

    private <T> Uni<T> changing(Function<Tx, Uni<T>> work) {
        return transactions.in(tx -> {
            changes.tell(tx, List.of(TOPIC));
            return work.apply(tx);
        });
    }

    private Uni<Integer> change(Tx tx, FreightTemplate before, FreightTemplate template) {
        if (before.isDefault() && !template.isDefault()) {
            return Uni.createFrom().failure(() -> new Refused(TradeProblem.FREIGHT_DEFAULT_NEEDED));
        }
        return store.makeRoomForDefault(tx, template)
                .chain(() -> store.update(tx, template, clock.instant()))
                .invoke(rows -> changed(rows, before));
    }

    private Uni<FreightTemplate> existing(Tx tx, UUID id) {
        return store.find(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static void notDefault(FreightTemplate template) {
        if (template.isDefault()) {
            throw new Refused(TradeProblem.FREIGHT_DEFAULT_NEEDED);
        }
    }

    private static void changed(int rows, FreightTemplate current) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The template has another version now",
                    Map.of("version", current.version()));
        }
    }

    private static AuditEntry entry(
            Actor actor, String action, UUID id, @Nullable FreightTemplate before, @Nullable FreightTemplate after) {
        return new AuditEntry(actor, action, "freight-template", id.toString(), null, plain(before), plain(after));
    }

    private static @Nullable Object plain(@Nullable FreightTemplate template) {
        return template == null
                ? null
                : Map.of(
                        "name", template.name(),
                        "basis", template.basis(),
                        "default", template.isDefault(),
                        "undeliverable", template.undeliverable(),
                        "zones", template.zones());
    }
}
