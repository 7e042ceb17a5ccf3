package cn.siyu.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A server that does nothing but answer the same bytes as the shop: as a process of its own. */
public final class BareVertx {

    private static final String REFUSAL =
            "{\"type\":\"about:blank\",\"title\":\"Sold out\",\"status\":409,\"code\":\"OUT_OF_STOCK\",\"detail\":\"Nothing is left\"}";

    private BareVertx() {}

    /** @param told the port, and a file with a page and one with a list */
    public static void main(String... told) throws Exception {
        var answers = Map.of(
                "/product_page", Buffer.buffer(Files.readAllBytes(Path.of(told[1]))),
                "/lists", Buffer.buffer(Files.readAllBytes(Path.of(told[2]))));
        var refusal = Buffer.buffer(REFUSAL);
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        for (var loop = 0; loop < Runtime.getRuntime().availableProcessors(); loop++) {
            var _ = vertx.createHttpServer(new HttpServerOptions()
                            .setPort(Integer.parseInt(told[0]))
                            .setHost("127.0.0.1"))
                    .requestHandler(request -> {
                        var response = request.response().putHeader("Content-Type", "application/json;charset=UTF-8");
                        if (request.method() == HttpMethod.POST) {
                            request.endHandler(_ -> {
                                var _ = response.setStatusCode(409).end(refusal);
                            });
                        } else {
                            var _ = response.putHeader("ETag", "\"bare\"")
                                    .end(answers.getOrDefault(request.path(), refusal));
                        }
                    })
                    .listen()
                    .onFailure(Throwable::printStackTrace);
        }
    }
}
