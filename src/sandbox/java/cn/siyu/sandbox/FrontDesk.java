package cn.siyu.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes each request to its endpoint and writes the answer: signed as WeChat Pay signs, or spoilt by a fault. */
final class FrontDesk {
    private static final int DRIPS = 20;

    private final Vertx vertx;
    private final List<Route> routes;
    private final Faults faults;
    private final CallCounts counts;
    private final Keys keys;
    private final VirtualClock clock;

    FrontDesk(Vertx vertx, List<Route> routes, Faults faults, CallCounts counts, Keys keys, VirtualClock clock) {
        this.vertx = vertx;
        this.routes = routes;
        this.faults = faults;
        this.counts = counts;
        this.keys = keys;
        this.clock = clock;
    }

    void handle(HttpServerRequest request) {
        var _ = request.body().onSuccess(body -> dispatch(request, body));
    }

    private void dispatch(HttpServerRequest request, Buffer body) {
        for (var route : routes) {
            var names = route.names(request.method().name(), String.valueOf(request.path()));
            if (names.isPresent()) {
                serve(
                        request,
                        route,
                        new Call(
                                request.method().name(),
                                request.uri(),
                                request.params(),
                                request.headers(),
                                body,
                                names.get()));
                return;
            }
        }
        write(request.response(), PayRefusal.answer(404, "RESOURCE_NOT_EXISTS", "no such address"), false);
    }

    private void serve(HttpServerRequest request, Route route, Call call) {
        if (route.side() == Route.Side.CONTROL) {
            answer(route, call).onSuccess(answer -> write(request.response(), answer, false));
            return;
        }
        var fault = faults.take(route.endpoint(), call);
        if (fault == null) {
            answer(route, call).onSuccess(answer -> {
                counts.count(route.endpoint(), call, String.valueOf(answer.status()));
                write(request.response(), answer, route.side() == Route.Side.PAY);
            });
            return;
        }
        counts.count(route.endpoint(), call, fault.kind().name());
        spoil(request, route, call, fault);
    }

    private void spoil(HttpServerRequest request, Route route, Call call, Faults.Fault fault) {
        var signed = route.side() == Route.Side.PAY;
        switch (fault.kind()) {
            case TIMEOUT_BEFORE -> keepSilent(request, fault);
            case TIMEOUT_AFTER -> answer(route, call).onSuccess(_ -> keepSilent(request, fault));
            case ERROR_500, ERROR_429, ANSWER -> write(request.response(), refusal(route, fault), signed);
            case ERROR_500_AFTER ->
                answer(route, call).onSuccess(_ -> write(request.response(), refusal(route, fault), signed));
            case RESET -> answer(route, call).onSuccess(answer -> breakOff(request, answer, signed));
            case UNSIGNED -> answer(route, call).onSuccess(answer -> write(request.response(), answer, false));
            case SLOW_DRIP -> answer(route, call).onSuccess(answer -> drip(request, answer, signed, fault));
        }
    }

    private static Future<Answer> answer(Route route, Call call) {
        try {
            return route.handler().answer(call).otherwise(FrontDesk::broken);
        } catch (RuntimeException failure) {
            return Future.succeededFuture(broken(failure));
        }
    }

    private static Answer broken(Throwable failure) {
        System.err.println("SANDBOX ERROR " + failure);
        failure.printStackTrace(System.err);
        return PayRefusal.answer(500, "SYSTEM_ERROR", "the sandbox itself failed: " + failure);
    }

    private static Answer refusal(Route route, Faults.Fault fault) {
        var pay = route.side() == Route.Side.PAY;
        return switch (fault.kind()) {
            case ERROR_429 ->
                pay
                        ? PayRefusal.answer(429, "FREQUENCY_LIMITED", "频率超限")
                        : MiniRefusal.answer(45011, "api minute-quota reach limit");
            case ANSWER ->
                pay
                        ? PayRefusal.answer(fault.status(), fault.code(), "按要求返回")
                        : MiniRefusal.answer(Integer.parseInt(fault.code()), "as asked");
            default ->
                pay
                        ? PayRefusal.answer(500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
                        : MiniRefusal.answer(-1, "system error");
        };
    }

    private void write(HttpServerResponse response, Answer answer, boolean signed) {
        if (response.closed()) {
            return;
        }
        putHead(response, answer, signed);
        var _ = response.end(answer.body());
    }

    private void putHead(HttpServerResponse response, Answer answer, boolean signed) {
        response.setStatusCode(answer.status());
        response.putHeader("Content-Type", answer.contentType());
        response.putHeader("Request-ID", Numbers.requestId());
        if (signed && answer.good() && answer.isJson()) {
            var timestamp = String.valueOf(clock.now().getEpochSecond());
            var nonce = Keys.hex(16);
            var body = answer.body().toString(StandardCharsets.UTF_8);
            response.putHeader("Wechatpay-Timestamp", timestamp);
            response.putHeader("Wechatpay-Nonce", nonce);
            var key = keys.platform().signing();
            response.putHeader("Wechatpay-Serial", key.id());
            response.putHeader("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
            response.putHeader(
                    "Wechatpay-Signature",
                    key.signer()
                            .sign(timestamp + '\n' + nonce + '\n' + body + '\n')
                            .getSign());
        }
    }

    private void keepSilent(HttpServerRequest request, Faults.Fault fault) {
        var _ = vertx.setTimer(Math.max(1, fault.delayMs()), _ -> close(request));
    }

    /** Half of the body arrives, then the line is dead. */
    private void breakOff(HttpServerRequest request, Answer answer, boolean signed) {
        var response = request.response();
        putHead(response, answer, signed);
        response.putHeader("Content-Length", String.valueOf(answer.body().length()));
        var half = answer.body().getBuffer(0, answer.body().length() / 2);
        var _ = response.write(half).onComplete(_ -> close(request));
    }

    private void drip(HttpServerRequest request, Answer answer, boolean signed, Faults.Fault fault) {
        putHead(request.response(), answer, signed);
        request.response()
                .putHeader("Content-Length", String.valueOf(answer.body().length()));
        drip(request, answer.body(), 0, fault.delayMs());
    }

    private void drip(HttpServerRequest request, Buffer body, int from, long pauseMs) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        var to = Math.min(body.length(), from + Math.max(1, body.length() / DRIPS));
        var drop = body.getBuffer(from, to);
        if (to == body.length()) {
            var _ = response.end(drop);
            return;
        }
        var _ = response.write(drop);
        var _ = vertx.setTimer(Math.max(1, pauseMs), _ -> drip(request, body, to, pauseMs));
    }

    private static void close(HttpServerRequest request) {
        var _ = request.connection().close();
    }
}
