package cn.siyu.wechat.gateway;

import cn.siyu.kernel.time.ShopClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** {@code api.weixin.qq.com}, under the mini-program's stable access token. */
@Singleton
class MiniLine {

    /** Room for the picture of a code at its largest. */
    private static final int LARGEST_ANSWER = 1024 * 1024;

    private final TokenedLine line;

    @Inject
    MiniLine(WeChatSettings settings, ObjectMapper json, ShopClock clock, Vertx vertx) {
        this.line = new TokenedLine(
                new Line(vertx, settings.apiUrl(), LARGEST_ANSWER),
                json,
                clock,
                new TokenedLine.Grant(
                        HttpMethod.POST,
                        "/cgi-bin/stable_token",
                        Map.of(
                                "grant_type",
                                "client_credential",
                                "appid",
                                settings.appId(),
                                "secret",
                                settings.appSecret(),
                                "force_refresh",
                                false)));
    }

    Uni<JsonNode> get(String uri) {
        return line.get(uri);
    }

    /** Posts with the access token; one that WeChat no longer takes is renewed once. */
    Uni<JsonNode> post(String path, Object body) {
        return line.post(path, body);
    }

    /** The same where the answer is an image when it is good and JSON when it is not. */
    Uni<byte[]> postForImage(String path, Object body) {
        return line.postForImage(path, body);
    }

    static boolean isRefusal(Throwable failure, String code) {
        return TokenedLine.isRefusal(failure, code);
    }

    static String encoded(String value) {
        return TokenedLine.encoded(value);
    }
}
