package cn.siyu.report.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.koc.CommunityId;
import cn.siyu.report.domain.Overview;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.RollupStore;
import cn.siyu.report.store.RollupStore.Reading;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the overview of the last days, with the names of those who stand in it. */
@Singleton
public class ReadOverview {

    private final RollupStore rollups;
    private final Distributors distributors;
    private final Communities communities;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ReadOverview(
            RollupStore rollups,
            Distributors distributors,
            Communities communities,
            Transactions transactions,
            ShopClock clock) {
        this.rollups = rollups;
        this.distributors = distributors;
        this.communities = communities;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param asOf everything that was heard before is in it */
    public record Named(Overview overview, Instant asOf, Map<String, String> names) {}

    public Uni<Named> last(int days) {
        var now = clock.instant();
        return transactions
                .in(tx -> rollups.read(tx, Span.last(days, ShopCalendar.dayOf(now))))
                .chain(reading -> named(reading, now));
    }

    private Uni<Named> named(Reading reading, Instant now) {
        var overview = reading.overview();
        return names(transactions.reads(), overview)
                .map(names -> new Named(overview, reading.waitingSince().orElse(now), names));
    }

    private Uni<Map<String, String>> names(Sql sql, Overview overview) {
        var names = new HashMap<String, String>();
        var sellers =
                ids(overview.distributors()).stream().map(DistributorId::new).toList();
        var groups = ids(overview.communities()).stream().map(CommunityId::new).toList();
        return distributors
                .cards(sql, sellers)
                .invoke(cards -> cards.forEach(card -> names.put(key(card.id().value()), card.name())))
                .chain(() -> communities.cards(sql, groups))
                .invoke(cards -> cards.forEach(card -> names.put(key(card.id().value()), card.name())))
                .chain(() -> communities.kocs(sql, ids(overview.kocs())))
                .invoke(kocs -> kocs.forEach(koc -> names.put(key(koc.id()), koc.name())))
                .replaceWith(names);
    }

    private static List<UUID> ids(List<Overview.Line> lines) {
        return lines.stream().map(line -> UUID.fromString(line.key())).toList();
    }

    private static String key(UUID id) {
        return id.toString();
    }
}
