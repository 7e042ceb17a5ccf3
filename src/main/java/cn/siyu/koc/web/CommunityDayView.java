package cn.siyu.koc.web;

import cn.siyu.koc.domain.CommunityDay;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a community was on one shop day (Asia/Shanghai). */
@Schema(name = "CommunityDayView")
record CommunityDayView(
        UUID communityId,
        String communityName,
        LocalDate day,
        @Schema(description = "At the end of the day") long members,
        long joined,
        @Schema(description = "By themselves or taken out") long left,

        @Schema(description = "There for more than 30 days, and for 30 days have neither bought nor opened a link")
        long silent,

        @Schema(description = "Members who bought on that day, through whomever")
        long buyers,

        @Schema(description = "Basis points of the members who have bought within 30 days")
        int conversionBp,

        @Schema(description = "Brought by its KOCs") long orders,
        long grossFen,

        @Schema(description = "What arrived at buyers on that day, of whatever day's orders")
        long refundedFen,

        long netFen) {

    static CommunityDayView of(CommunityDay day) {
        return new CommunityDayView(
                day.community().value(),
                day.name(),
                day.day(),
                day.members(),
                day.joined(),
                day.left(),
                day.silent(),
                day.buyers(),
                day.conversion().basisPoints(),
                day.orders(),
                day.gross().fen(),
                day.refunded().fen(),
                day.net().fen());
    }
}
