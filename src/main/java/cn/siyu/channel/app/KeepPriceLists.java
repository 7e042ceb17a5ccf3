package cn.siyu.channel.app;

import cn.siyu.channel.PriceListId;
import cn.siyu.channel.domain.ChannelProblem;
import cn.siyu.channel.domain.PriceList;
import cn.siyu.channel.store.PriceListStore;
import cn.siyu.channel.store.PriceStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the price lists of segments: when they are valid and which comes first. */
@Singleton
public class KeepPriceLists {

    private final PriceListStore lists;
    private final PriceStore prices;
    private final ShopClock clock;

    @Inject
    KeepPriceLists(PriceListStore lists, PriceStore prices, ShopClock clock) {
        this.lists = lists;
        this.prices = prices;
        this.clock = clock;
    }

    /** What is written about a list; without {@code validFrom} it begins at once. */
    public record Text(String name, int priority, Optional<Instant> validFrom, Optional<Instant> validTo) {}

    @WithSession
    public Uni<NumberedPage<PriceList>> page(int page, int size) {
        return lists.page(page, size);
    }

    @WithSession
    public Uni<PriceList> find(PriceListId id) {
        return lists.find(id);
    }

    @WithTransaction
    public Uni<PriceList> create(String code, UUID segment, Text text, Actor actor) {
        var now = clock.instant();
        var list = new PriceList(
                new PriceListId(Ids.next()),
                code,
                text.name(),
                segment,
                text.priority(),
                text.validFrom().orElse(now),
                text.validTo(),
                0);
        requireInterval(list, now);
        return lists.insert(list, now).call(created -> record(actor, "price-list.create", null, created, null));
    }

    /** A list that has begun keeps its beginning: what was in force stays what it was (L2). */
    @WithTransaction
    public Uni<PriceList> edit(PriceListId id, long version, Text text, Actor actor) {
        var now = clock.instant();
        return lists.lock(id)
                .invoke(before -> requireOpen(before, version, now))
                .chain(before -> {
                    var after = edited(before, text, now);
                    requireInterval(after, now);
                    return lists.update(after).call(done -> record(actor, "price-list.edit", before, done, null));
                });
    }

    /** It and all its prices are over from now on. */
    @WithTransaction
    public Uni<PriceList> end(PriceListId id, long version, String reason, Actor actor) {
        var now = clock.instant();
        return lists.lock(id)
                .invoke(before -> requireOpen(before, version, now))
                .call(() -> prices.closeAll(id, now))
                .chain(before -> lists.update(ended(before, now))
                        .call(done -> record(actor, "price-list.end", before, done, reason)));
    }

    private static PriceList edited(PriceList before, Text text, Instant now) {
        var begun = !before.validFrom().isAfter(now);
        return new PriceList(
                before.id(),
                before.code(),
                text.name(),
                before.segment(),
                text.priority(),
                begun ? before.validFrom() : text.validFrom().orElse(before.validFrom()),
                text.validTo(),
                before.version());
    }

    /** One that has not begun is over before it begins. */
    private static PriceList ended(PriceList before, Instant now) {
        var begun = before.validFrom().isBefore(now);
        return new PriceList(
                before.id(),
                before.code(),
                before.name(),
                before.segment(),
                before.priority(),
                begun ? before.validFrom() : now.minusMillis(1),
                Optional.of(now),
                before.version());
    }

    private static void requireOpen(PriceList list, long version, Instant now) {
        if (list.isOver(now)) {
            throw new Refused(ChannelProblem.PRICE_LIST_OVER);
        }
        if (list.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static void requireInterval(PriceList list, Instant now) {
        var backwards =
                list.validTo().filter(to -> !to.isAfter(list.validFrom())).isPresent();
        if (backwards || list.isOver(now)) {
            throw new Refused(ChannelProblem.PRICE_LIST_INTERVAL);
        }
    }

    private Uni<Void> record(
            Actor actor, String action, @Nullable PriceList before, PriceList after, @Nullable String reason) {
        return prices.record(new AuditEntry(
                actor,
                action,
                "price-list",
                after.id().value().toString(),
                reason,
                before == null ? null : facts(before),
                facts(after)));
    }

    private static Map<String, Object> facts(PriceList list) {
        return Map.of(
                "code", list.code(),
                "name", list.name(),
                "segment", list.segment(),
                "priority", list.priority(),
                "validFrom", list.validFrom(),
                "validTo", list.validTo().<Object>map(to -> to).orElse("open"));
    }
}
