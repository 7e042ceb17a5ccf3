package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.PemUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Where a merchant is told: takes what comes, answers as it is bidden, and reads it with the official parser. */
final class NotifyDesk implements AutoCloseable {
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final NotificationParser parser;
    private volatile int ordinaryAnswer = 200;
    private final AtomicInteger chapter = new AtomicInteger();
    private final AtomicReference<Duration> hesitation = new AtomicReference<>(Duration.ZERO);

    NotifyDesk(SandboxProcess sandbox) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(workers);
        var _ = server.createContext("/notify", this::take);
        server.start();
        parser = new NotificationParser(new RSAPublicKeyNotificationConfig.Builder()
                .publicKey(PemUtil.loadPublicKeyFromString(sandbox.setting("pay-public-key")))
                .publicKeyId(sandbox.setting("pay-public-key-id"))
                .apiV3Key(sandbox.setting("api-v3-key"))
                .build());
    }

    /** One delivery as it arrived. */
    record Received(Map<String, String> headers, String body) {
        JsonNode json() {
            return SandboxProcess.json(body);
        }

        String header(String name) {
            return Objects.requireNonNullElse(headers.get(name.toLowerCase(Locale.ROOT)), "");
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/notify/" + chapter.get();
    }

    /** These answers first, in order; then 200 again. */
    void answerFirst(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** The next answer takes its time. */
    void hesitateOnce(Duration pause) {
        hesitation.set(pause);
    }

    void answerAlways(int status) {
        ordinaryAnswer = status;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** Everything that came, decrypted. */
    List<JsonNode> read() {
        return received.stream().map(this::parsed).toList();
    }

    JsonNode parsed(Received one) {
        var request = new RequestParam.Builder()
                .serialNumber(one.header("Wechatpay-Serial"))
                .nonce(one.header("Wechatpay-Nonce"))
                .signature(one.header("Wechatpay-Signature"))
                .timestamp(one.header("Wechatpay-Timestamp"))
                .signType(one.header("Wechatpay-Signature-Type"))
                .body(one.body())
                .build();
        var read = parser.parse(request, Map.class);
        return new ObjectMapper().valueToTree(read);
    }

    /** Begins anew: what still comes to an older address is taken without notice. */
    void forget() {
        var _ = chapter.incrementAndGet();
        received.clear();
        answers.clear();
        ordinaryAnswer = 200;
    }

    /** Throws away what came, at the same address. */
    void clear() {
        received.clear();
    }

    private void take(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().endsWith("/" + chapter.get())) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        received.add(new Received(headers, body));
        pause(hesitation.getAndSet(Duration.ZERO));
        exchange.sendResponseHeaders(Objects.requireNonNullElse(answers.poll(), ordinaryAnswer), -1);
        exchange.close();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
