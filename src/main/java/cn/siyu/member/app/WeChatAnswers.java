package cn.siyu.member.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.domain.MemberProblem;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** What WeChat's refusals mean to a member; whatever is our own fault (appid, secret) is WeChat being unavailable to him. */
final class WeChatAnswers {

    private static final Logger LOG = Logger.getLogger(WeChatAnswers.class);

    private WeChatAnswers() {}

    static <T> Uni<T> told(Uni<T> answer) {
        return answer.onFailure(WeChatRefused.class)
                .transform(failure -> new Refused(problem(failure)))
                .onFailure(WeChatUnknown.class)
                .transform(_ -> new Refused(MemberProblem.WECHAT_UNAVAILABLE));
    }

    private static MemberProblem problem(WeChatRefused refused) {
        LOG.infof("WeChat refused a code: %s", refused.code());
        return switch (refused.code()) {
            case "40029", "40163", "40003" -> MemberProblem.LOGIN_CODE_INVALID;
            case "40226" -> MemberProblem.LOGIN_BLOCKED;
            case "45011" -> MemberProblem.LOGIN_TOO_OFTEN;
            default -> MemberProblem.WECHAT_UNAVAILABLE;
        };
    }
}
