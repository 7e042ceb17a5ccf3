package cn.siyu.koc.app;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.CommunityDay;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.CommunityStore.Filter;
import cn.siyu.koc.store.HealthStore;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How communities do, day by day. */
@Singleton
public class ReadHealth {

    private static final int MOST_DAYS = 92;
    private static final int USUAL_DAYS = 7;

    private final HealthStore health;
    private final CommunityStore communities;
    private final PartnerDesk desk;
    private final KocSettings settings;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ReadHealth(
            HealthStore health,
            CommunityStore communities,
            PartnerDesk desk,
            KocSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.health = health;
        this.communities = communities;
        this.desk = desk;
        this.settings = settings;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** The last days up to today unless they are named; the latest first. */
    public Uni<List<CommunityDay>> ofCommunity(CommunityId id, @Nullable LocalDate from, @Nullable LocalDate to) {
        return communities
                .find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> days(id, from, to));
    }

    /** The same for whoever owns or serves it; another's is not there. */
    public Uni<List<CommunityDay>> ofPartner(
            MemberId caller, CommunityId id, @Nullable LocalDate from, @Nullable LocalDate to) {
        return desk.community(caller, id).chain(() -> days(id, from, to));
    }

    /** All living communities on one day. */
    public Uni<NumberedPage<CommunityDay>> onDay(@Nullable LocalDate day, @Nullable UUID owner, int page, int size) {
        var filter = new Filter(Community.State.ACTIVE, null, owner);
        var asked = List.of(Optional.ofNullable(day).orElseGet(this::today));
        return communities
                .page(reads, filter, page, size)
                .map(found -> found.stream().map(Community::id).toList())
                .chain(ids -> health.days(reads, ids, asked, settings.silentAfter()))
                .chain(items ->
                        communities.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    private Uni<List<CommunityDay>> days(CommunityId id, @Nullable LocalDate from, @Nullable LocalDate to) {
        var last = Optional.ofNullable(to).orElseGet(this::today);
        var first = Optional.ofNullable(from).orElse(last.minusDays(USUAL_DAYS - 1L));
        if (first.isAfter(last) || first.plusDays(MOST_DAYS).isBefore(last.plusDays(1))) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST,
                    List.of(new FieldError("from", "is not behind to, and at most " + MOST_DAYS + " days before it")));
        }
        return health.days(
                reads, List.of(id), first.datesUntil(last.plusDays(1)).toList(), settings.silentAfter());
    }

    private LocalDate today() {
        return ShopCalendar.dayOf(clock.instant());
    }
}
