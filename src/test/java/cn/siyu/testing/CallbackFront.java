package cn.siyu.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one public address of a shop that runs as several processes: hands what WeChat sends to each of them in turn, and past
 * one that is not there.
 */
public final class CallbackFront implements AutoCloseable {

    private static final int BACKLOG = 256;
    private static final int BAD_GATEWAY = 502;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final List<URI> behind = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private CallbackFront(HttpServer server) {
        this.server = server;
    }

    public static CallbackFront start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            var front = new CallbackFront(server);
            var _ = server.createContext("/", front::pass);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void add(URI shop) {
        behind.add(shop);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var answer = answer(exchange, body);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private record Answer(int status, byte[] body) {}

    private Answer answer(HttpExchange exchange, byte[] body) {
        var shops = List.copyOf(behind);
        for (var attempt = 0; attempt < shops.size(); attempt++) {
            var shop = shops.get(Math.floorMod(turn.getAndIncrement(), shops.size()));
            try {
                var response = client.send(request(exchange, shop, body), BodyHandlers.ofByteArray());
                return answer(response);
            } catch (ConnectException notThere) {
                // The next one may be.
            } catch (IOException lost) {
                return new Answer(BAD_GATEWAY, new byte[0]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Answer(BAD_GATEWAY, new byte[0]);
            }
        }
        return new Answer(BAD_GATEWAY, new byte[0]);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.body());
    }

    private static HttpRequest request(HttpExchange exchange, URI shop, byte[] body) {
        var request = HttpRequest.newBuilder(
                        shop.resolve(exchange.getRequestURI().toString()))
                .timeout(PATIENCE)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
