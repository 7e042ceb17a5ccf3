package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a buyer is told before he pays: the condition, and that he gets everything back if it is not met (L3). */
public final class ConditionText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int MINUTES_OF_HOUR = 60;

    private ConditionText() {}

    /** @param expiresAt of the group that is joined; absent for one that is being opened */
    public static String of(Activity activity, Optional<Instant> expiresAt) {
        var plan = activity.plan();
        var until = expiresAt
                .map(at -> "本团最迟 " + minute(at) + " 截止")
                .orElseGet(() -> "自团长付款起 " + span(plan.groupTtl().toMinutes()) + "内成团，最迟 "
                        + minute(activity.lastExpiry()) + " 截止");
        var newcomers = plan.mode() == Mode.NEW_MEMBER ? "参团者须为从未下单的新会员，团长除外。" : "";
        return "满 " + plan.size() + " 人成团，" + until + "。未成团则已付款项（含运费）全额原路退回；" + "商家可提前按拼团价成团，并公开标注实际人数。" + newcomers;
    }

    private static String span(long minutes) {
        return minutes % MINUTES_OF_HOUR == 0 ? minutes / MINUTES_OF_HOUR + " 小时" : minutes + " 分钟";
    }

    private static String minute(Instant at) {
        return MINUTE.format(ShopCalendar.withOffset(at));
    }
}
