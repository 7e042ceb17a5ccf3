package cn.siyu.member.app;

import cn.siyu.member.domain.MemberProblem;
import cn.siyu.wechat.WeChatRefused;

/** What WeChat's refusals mean to a member; whatever is our own fault (appid, secret) is WeChat being unavailable to him. */
final class WeChatAnswers {

    private WeChatAnswers() {}

    static MemberProblem problem(WeChatRefused refused) {
        return switch (refused.code()) {
            case "40029", "40163" -> MemberProblem.LOGIN_CODE_INVALID;
            case "40226" -> MemberProblem.LOGIN_BLOCKED;
            case "45011" -> MemberProblem.LOGIN_TOO_OFTEN;
            default -> MemberProblem.WECHAT_UNAVAILABLE;
        };
    }
}
