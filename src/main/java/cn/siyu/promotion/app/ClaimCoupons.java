package cn.siyu.promotion.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.GiveCoupons.Gift;
import cn.siyu.promotion.domain.ClaimBar;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.CouponStore;
import cn.siyu.promotion.store.TemplateStore;
import cn.siyu.promotion.store.TemplateStore.Shown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claim page: what there is, why some of it cannot be had, and the claim itself (H2, H5). */
@Singleton
public class ClaimCoupons {

    private final TemplateStore templates;
    private final CouponStore coupons;
    private final GiveCoupons give;
    private final Segments segments;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ClaimCoupons(
            TemplateStore templates,
            CouponStore coupons,
            GiveCoupons give,
            Segments segments,
            Transactions transactions,
            ShopClock clock) {
        this.templates = templates;
        this.coupons = coupons;
        this.give = give;
        this.segments = segments;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A template on the page, and why the member cannot claim it. */
    public record Offered(Template template, int mine, Optional<ClaimBar> bar) {}

    public Uni<List<Offered>> page(MemberId member, Optional<Cursor> after, int limit) {
        var now = clock.instant();
        var reads = transactions.reads();
        return templates
                .shown(reads, member, now, after, limit)
                .chain(shown -> segmentsOf(reads, member, shown, now)
                        .map(mine -> shown.stream()
                                .map(each -> offered(each, mine, now))
                                .toList()));
    }

    /** The member's own coupons, the last received first. */
    public Uni<List<CouponStore.Card>> own(
            MemberId member, Coupon.@Nullable State state, Optional<Cursor> after, int limit) {
        return coupons.page(transactions.reads(), member, state, after, limit, clock.instant());
    }

    /** Refused with the reason when it cannot be had; who loses a race for the last one is told so. */
    public Uni<Coupon> claim(Tx tx, MemberId member, CouponTemplateId id) {
        var now = clock.instant();
        return templates
                .shown(tx, id, member, now)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(shown -> segmentsOf(tx, member, List.of(shown), now).map(mine -> offered(shown, mine, now)))
                .invoke(offered -> offered.bar().ifPresent(ClaimCoupons::refuse))
                .chain(() -> give.give(tx, new Gift(id, member, Way.CLAIM, null), now))
                .onItem()
                .ifNull()
                .failWith(ClaimBar.GONE::refused);
    }

    private static void refuse(ClaimBar bar) {
        throw bar.refused();
    }

    private Uni<Set<SegmentId>> segmentsOf(Sql sql, MemberId member, List<Shown> shown, Instant now) {
        return shown.stream().allMatch(each -> each.template().terms().segment().isEmpty())
                ? Uni.createFrom().item(Set.of())
                : segments.of(sql, member.value(), now);
    }

    private static Offered offered(Shown shown, Set<SegmentId> mine, Instant now) {
        var inSegment = shown.template()
                .terms()
                .segment()
                .filter(each -> !mine.contains(each))
                .isEmpty();
        var facts = new ClaimBar.Facts(shown.today(), shown.mine(), inSegment);
        return new Offered(shown.template(), shown.mine(), ClaimBar.of(shown.template(), facts, now));
    }
}
