package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a buyer is told before he pays: the condition, and that he gets everything back if it is not met (L3). */
public final class ConditionText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int MINUTES_OF_HOUR = 60;

    /** What everybody reads about an activity that is for a segment (L12). */
    public static final String FOR_SOME = "仅限符合条件的指定会员参加。";

    private ConditionText() {}

    /** @param expiresAt of the group that is joined; absent for one that is being opened */
    public static String of(Activity activity, Optional<Instant> expiresAt) {
        var plan = activity.plan();
        var until = expiresAt
                .map(at -> "本团最迟 " + minute(at) + " 截止")
                .orElseGet(() -> "自团长付款起 " + span(plan.groupTtl().toMinutes()) + "内成团，最迟 "
                        + minute(activity.lastExpiry()) + " 截止");
        return "满 " + plan.size() + " 人成团，" + until + "。未成团则已付款项（含运费）全额原路退回；" + "商家可提前按拼团价成团，并公开标注实际人数。" + ladder(plan)
                + mode(plan) + (plan.segment().isPresent() ? FOR_SOME : "")
                + (expiresAt.isEmpty() ? leader(plan.deal().benefit()) : "");
    }

    private static String ladder(Plan plan) {
        return plan.deal().steps().isEmpty()
                ? ""
                : "参团先付首档价，截止时按实际人数（"
                        + plan.deal().steps().stream()
                                .map(size -> "满 " + size + " 人")
                                .collect(Collectors.joining("、"))
                        + "）的档位价结算，差价原路退回。";
    }

    private static String mode(Plan plan) {
        return switch (plan.mode()) {
            case NEW_MEMBER -> "参团者须为从未下单的新会员，团长除外。";
            case COMMUNITY -> "仅限本社群成员参加。";
            case NORMAL, LADDER, LEADER_FREE -> "";
        };
    }

    private static String leader(LeaderBenefit benefit) {
        return switch (benefit) {
            case LeaderBenefit.None _ -> "";
            case LeaderBenefit.PriceOff(var off) -> "成团后退还团长 " + off + " 元。";
            case LeaderBenefit.Free _ -> "成团后团长所付商品款全额退还（运费除外）。";
            case LeaderBenefit.Coupon _ -> "成团后赠团长优惠券一张。";
            case LeaderBenefit.Commission _ -> "成团后团长（须为分销员）按团员实付商品款获得佣金。";
        };
    }

    private static String span(long minutes) {
        return minutes % MINUTES_OF_HOUR == 0 ? minutes / MINUTES_OF_HOUR + " 小时" : minutes + " 分钟";
    }

    private static String minute(Instant at) {
        return MINUTE.format(ShopCalendar.withOffset(at));
    }
}
