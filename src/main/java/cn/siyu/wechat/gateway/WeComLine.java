package cn.siyu.wechat.gateway;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code qyapi.weixin.qq.com}, under the corporation's access token; nothing goes out where there is no corporation. */
@Singleton
class WeComLine {

    /** A chat of five hundred with all that is told of each. */
    private static final int LARGEST_ANSWER = 1024 * 1024;

    /** Too many calls at once, in a minute or on this day: nothing is wrong with the call. */
    private static final Set<String> TOO_MANY = Set.of("45009", "45033", "45035");

    private final Optional<TokenedLine> line;

    @Inject
    WeComLine(WeComSettings settings, ObjectMapper json, ShopClock clock, Vertx vertx) {
        this.line = settings.corpId()
                .flatMap(corp -> settings.corpSecret()
                        .map(secret -> new TokenedLine(
                                new Line(vertx, settings.apiUrl(), LARGEST_ANSWER),
                                json,
                                clock,
                                new TokenedLine.Grant(
                                        HttpMethod.GET,
                                        "/cgi-bin/gettoken?corpid=" + TokenedLine.encoded(corp) + "&corpsecret="
                                                + TokenedLine.encoded(secret),
                                        Map.of()))));
    }

    boolean there() {
        return line.isPresent();
    }

    Uni<JsonNode> post(String path, Object body) {
        return with(one -> one.post(path, body));
    }

    Uni<JsonNode> get(String path, String parameter, String value) {
        return with(one -> one.getWithToken(path, parameter + "=" + TokenedLine.encoded(value)));
    }

    private Uni<JsonNode> with(Function<TokenedLine, Uni<JsonNode>> call) {
        return line.map(call)
                .orElseGet(() -> Uni.createFrom().failure(() -> new WeChatRefused("NO_CORPORATION")))
                .onFailure(WeComLine::tooMany)
                .transform(_ -> new WeChatUnknown("too many calls", null));
    }

    private static boolean tooMany(Throwable failure) {
        return failure instanceof WeChatRefused refused && TOO_MANY.contains(refused.code());
    }
}
