package cn.siyu.report.web;

import cn.siyu.report.app.ReadOverview.Named;
import cn.siyu.report.domain.Overview;
import cn.siyu.report.domain.Sums;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The overview as it is shown. {@code settledGmvFen} adds up to the whole; {@code creditedGmvFen} of several lines may not,
 * because one order may be credited to a distributor, a KOC and a community.
 */
@Schema(name = "OverviewView")
record OverviewView(
        String range,
        LocalDate from,
        LocalDate to,

        @Schema(description = "Everything heard before is in it")
        Instant asOf,

        TotalView total,
        MembersView members,
        SideView cSide,
        SideView bSide,
        List<LineView> acquisition,
        List<LineView> distributors,
        List<LineView> kocs,
        List<LineView> communities,
        List<DayView> days) {

    private static final int WHOLE = 10_000;

    /** All of it. Refunds count on the day of their arrival. */
    @Schema(name = "OverviewTotal")
    record TotalView(
            @Schema(description = "Goods net of discounts, and freight, on the day on which an order became firm")
            long settledGmvFen,

            long refundedFen,
            long netFen,
            long orders,
            long refunds,
            @Schema(description = "Rounded down") long averageOrderFen) {

        static TotalView of(Sums sums) {
            return new TotalView(
                    sums.grossFen(),
                    sums.refundedFen(),
                    sums.netFen(),
                    sums.orders(),
                    sums.refunds(),
                    sums.orders() == 0 ? 0 : sums.grossFen() / sums.orders());
        }
    }

    /** New members are those with their person's first order in the range; all others had bought before. */
    @Schema(name = "OverviewMembers")
    record MembersView(
            long buyers,
            long newBuyers,
            long repeatBuyers,
            long firstOrders,
            long firstOrdersGmvFen,
            long repeatOrders,
            long repeatOrdersGmvFen) {

        static MembersView of(Overview overview) {
            var total = overview.total();
            return new MembersView(
                    overview.people().buyers(),
                    overview.people().fresh(),
                    overview.people().returning(),
                    total.firstOrders(),
                    total.firstGrossFen(),
                    total.repeatOrders(),
                    total.repeatGrossFen());
        }
    }

    /** What was sold by the brand itself (C), or through distributors (B); the two shares add up to 10000 or are both zero. */
    @Schema(name = "OverviewSide")
    record SideView(long settledGmvFen, long refundedFen, long orders, int shareBasisPoints) {

        static SideView of(Sums sums, int share) {
            return new SideView(sums.grossFen(), sums.refundedFen(), sums.orders(), share);
        }
    }

    /** One source, distributor, KOC or community; {@code name} is empty when nobody knows it. */
    @Schema(name = "OverviewLine")
    record LineView(String key, String name, long creditedGmvFen, long refundedFen, long orders, long firstOrders) {}

    /** One shop day. */
    @Schema(name = "OverviewDay")
    record DayView(LocalDate day, long settledGmvFen, long refundedFen, long orders) {

        static DayView of(Overview.Day day) {
            return new DayView(
                    day.day(),
                    day.sums().grossFen(),
                    day.sums().refundedFen(),
                    day.sums().orders());
        }
    }

    static OverviewView of(String range, Named named) {
        var overview = named.overview();
        UnaryOperator<String> name = key -> named.names().getOrDefault(key, "");
        var bShare = share(overview.bSide(), overview.total());
        return new OverviewView(
                range,
                overview.span().from(),
                overview.span().to(),
                named.asOf(),
                TotalView.of(overview.total()),
                MembersView.of(overview),
                SideView.of(overview.cSide(), overview.total().grossFen() == 0 ? 0 : WHOLE - bShare),
                SideView.of(overview.bSide(), bShare),
                lines(overview.acquisition(), UnaryOperator.identity()),
                lines(overview.distributors(), name),
                lines(overview.kocs(), name),
                lines(overview.communities(), name),
                overview.days().stream().map(DayView::of).toList());
    }

    private static int share(Sums part, Sums whole) {
        return whole.grossFen() == 0
                ? 0
                : Math.toIntExact(Math.multiplyExact(part.grossFen(), (long) WHOLE) / whole.grossFen());
    }

    private static List<LineView> lines(List<Overview.Line> lines, UnaryOperator<String> name) {
        return lines.stream()
                .map(line -> new LineView(
                        line.key(),
                        name.apply(line.key()),
                        line.sums().grossFen(),
                        line.sums().refundedFen(),
                        line.sums().orders(),
                        line.sums().firstOrders()))
                .toList();
    }
}
