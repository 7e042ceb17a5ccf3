package cn.siyu.wechat;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** What the mini-program's server may ask of WeChat ({@code api.weixin.qq.com}). */
public interface MiniProgram {

    /** Who WeChat says has signed in; the session key stays inside the gateway. */
    record Login(String openid, Optional<String> unionid) {}

    /** Exchanges a {@code wx.login} code, good once and for five minutes ({@code code2Session}). */
    Uni<Login> login(String code);

    /** Exchanges a {@code getPhoneNumber} code for the phone number without country code; WeChat checks the openid. */
    Uni<String> phoneNumber(String code, String openid);
}
