package cn.siyu.audience.app;

import cn.siyu.audience.Segments;
import cn.siyu.audience.domain.Segment;
import cn.siyu.audience.store.OptOutStore;
import cn.siyu.audience.store.SegmentStore;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Tells members for which personal offers they are eligible and why, and lets them switch all of it off (L12). */
@Singleton
public class PersonalOffers {

    private final Segments segments;
    private final SegmentStore store;
    private final OptOutStore optOuts;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    PersonalOffers(
            Segments segments, SegmentStore store, OptOutStore optOuts, Transactions transactions, ShopClock clock) {
        this.segments = segments;
        this.store = store;
        this.optOuts = optOuts;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param eligibilities what is told about the segments that hold the member; none when it is switched off */
    public record Choice(boolean enabled, List<String> eligibilities) {}

    public Uni<Choice> of(UUID member) {
        return choice(transactions.reads(), member);
    }

    public Uni<Choice> choose(UUID member, boolean enabled) {
        return transactions.in(
                tx -> optOuts.set(tx, member, !enabled, clock.instant()).chain(() -> choice(tx, member)));
    }

    private Uni<Choice> choice(Sql sql, UUID member) {
        return optOuts.has(sql, member).chain(out -> eligibilities(sql, member).map(told -> new Choice(!out, told)));
    }

    private Uni<List<String>> eligibilities(Sql sql, UUID member) {
        return segments.of(sql, member, clock.instant())
                .chain(held -> store.active(sql, JudgeSegments.MOST_ACTIVE)
                        .map(active -> active.stream()
                                .filter(segment -> held.contains(segment.id()))
                                .map(Segment::eligibility)
                                .toList()));
    }
}
