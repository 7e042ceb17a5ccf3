package cn.siyu.testing;

import cn.siyu.testing.ShopApi.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** A shop reached over HTTP alone, as its people reach it: staff at their desks, buyers in the mini-program. */
public final class RemoteShop {

    private static final int SIGN_INS_AT_ONCE = 16;

    /** Tokens live for fifteen minutes. */
    private static final long DESK_GOOD_FOR_NANOS = 600_000_000_000L;

    private static final int BOOKS_AT_ONCE = 2_000;

    private final ShopApi api;
    private final ShopApi weChat;
    private final String password;
    private final ConcurrentHashMap<String, Desk> desks = new ConcurrentHashMap<>();

    public RemoteShop(URI shop, URI sandbox, String password) {
        this.api = new ShopApi(shop);
        this.weChat = new ShopApi(sandbox);
        this.password = password;
    }

    /** One process of a fleet. */
    public static RemoteShop of(ShopFleet fleet, int which) {
        return new RemoteShop(fleet.uri(which), fleet.sandbox(), fleet.told("siyu.sample.password"));
    }

    /** Somebody who is signed in and has an address. */
    public record Buyer(String name, String token, UUID address) {}

    /** Units of one SKU. */
    public record Line(UUID sku, int quantity) {
        Map<String, Object> json() {
            return Map.of("skuId", sku.toString(), "quantity", quantity);
        }
    }

    /** A product with the SKUs that it is sold as. */
    public record Goods(UUID product, List<UUID> skus) {}

    public ShopApi api() {
        return api;
    }

    // Staff

    private record Desk(String token, long since) {}

    /** A token that is kept until it grows old: for stories in which the clock stands. */
    public String desk(String username) {
        return desks.compute(
                        username,
                        (_, before) -> before == null || System.nanoTime() - before.since() > DESK_GOOD_FOR_NANOS
                                ? new Desk(staff(username), System.nanoTime())
                                : before)
                .token();
    }

    /** Signs one of the sample staff in. */
    public String staff(String username) {
        return api.post("", "/api/admin/v1/sessions", Map.of("username", username, "password", password))
                .expect(201)
                .json()
                .path("accessToken")
                .asText();
    }

    /** One product on sale with so many SKUs, all at one price, and so many units of each; the ids of the SKUs. */
    public List<UUID> goods(String code, int kinds, long priceFen, int units) {
        return product(code, kinds, priceFen, units).skus();
    }

    public Goods product(String code, int kinds, long priceFen, int units) {
        return new RemoteGoods(api, desk("merchandiser"), desk("ops")).onSale(code, kinds, priceFen, units);
    }

    public Answer ship(String ops, UUID order, String trackingNo) {
        return api.post(
                ops, "/api/admin/v1/orders/" + order + "/shipments", Map.of("carrier", "SF", "trackingNo", trackingNo));
    }

    // Buyers

    public String signIn(String name) {
        var code = weChat.post("", "/_control/codes", Map.of("member", name))
                .expect(200)
                .json()
                .path("code")
                .asText();
        return api.post("", "/api/mp/v1/sessions", Map.of("code", code))
                .expect(201)
                .json()
                .path("accessToken")
                .asText();
    }

    public Buyer buyer(String name) {
        return buyer(name, "13800138000");
    }

    /** @param phone who has the same is the same person for limits */
    private Buyer buyer(String name, String phone) {
        var token = signIn(name);
        var address = api.post(
                        token,
                        "/api/mp/v1/addresses",
                        Map.of(
                                "recipient", "买家",
                                "phone", phone,
                                "regionCode", "440305",
                                "detail", "科技园 1 号",
                                "isDefault", true))
                .expect(201)
                .json();
        return new Buyer(name, token, uuid(address, "id"));
    }

    /** So many buyers, named after the story that they are part of, each with a phone of his own. */
    public List<Buyer> buyers(String story, int count) {
        return together(
                SIGN_INS_AT_ONCE,
                IntStream.range(0, count)
                        .mapToObj(i -> (Callable<Buyer>) () -> buyer(story + "-" + i, "139%08d".formatted(i)))
                        .toList());
    }

    public Answer quote(Buyer buyer, List<Line> lines) {
        return quote(buyer, lines, List.of());
    }

    public Answer quote(Buyer buyer, List<Line> lines, List<UUID> coupons) {
        return api.post(
                buyer.token(),
                "/api/mp/v1/order-quotes",
                Map.of("lines", json(lines), "addressId", buyer.address().toString(), "couponIds", coupons));
    }

    public String quoteHash(Buyer buyer, List<Line> lines) {
        return quote(buyer, lines).expect(200).json().path("quoteHash").asText();
    }

    public Answer place(Buyer buyer, String key, List<Line> lines, String quoteHash) {
        return place(buyer, key, lines, List.of(), quoteHash);
    }

    public Answer place(Buyer buyer, String key, List<Line> lines, List<UUID> coupons, String quoteHash) {
        return api.post(
                buyer.token(),
                key,
                "/api/mp/v1/orders",
                Map.of(
                        "lines",
                        json(lines),
                        "couponIds",
                        coupons,
                        "addressId",
                        buyer.address().toString(),
                        "quoteHash",
                        quoteHash));
    }

    /** Quotes and places; the order's view. */
    public JsonNode order(Buyer buyer, List<Line> lines) {
        return place(buyer, key("order"), lines, quoteHash(buyer, lines))
                .expect(201)
                .json();
    }

    /** The number under which the payment was prepared at WeChat. */
    public Answer startPayment(String token, UUID order) {
        return api.post(token, key("pay"), "/api/mp/v1/orders/" + order + "/payments", Map.of());
    }

    public static String prepayId(Answer started) {
        return started.json().path("package").asText().replaceFirst("^prepay_id=", "");
    }

    public JsonNode see(String token, UUID order) {
        return api.get(token, "/api/mp/v1/orders/" + order).expect(200).json();
    }

    // WeChat

    public ShopApi weChat() {
        return weChat;
    }

    public Answer payAtWeChat(String prepayId) {
        return weChat.post("", "/_control/prepays/" + prepayId + "/pay", Map.of());
    }

    /** Money that comes in only now, although its payment began before the order's time was over. */
    public Answer payLateAtWeChat(String prepayId) {
        return weChat.post("", "/_control/prepays/" + prepayId + "/pay", Map.of("late", true));
    }

    /** How often one of WeChat's endpoints was called. */
    public int weChatCalls(String endpoint) {
        return weChat.get("", "/_control/calls?endpoint=" + endpoint)
                .expect(200)
                .json()
                .path(endpoint)
                .path("total")
                .asInt();
    }

    /** WeChat's whole books, fetched part by part. */
    public JsonNode weChatLedger() {
        var books = (ObjectNode) books(0);
        for (var from = BOOKS_AT_ONCE; ; from += BOOKS_AT_ONCE) {
            var more = false;
            var part = books(from);
            for (var list : List.of("payments", "refunds", "transfers")) {
                var _ = books.withArrayProperty(list).addAll((ArrayNode) part.path(list));
                more |= part.path(list).size() == BOOKS_AT_ONCE;
            }
            if (!more) {
                return books;
            }
        }
    }

    private JsonNode books(int from) {
        return weChat.get("", "/_control/ledger?from=" + from + "&count=" + BOOKS_AT_ONCE)
                .expect(200)
                .json();
    }

    public Instant now() {
        return Instant.parse(
                weChat.get("", "/_control/clock").expect(200).json().path("now").asText());
    }

    public void advance(Duration step) {
        var _ = weChat.post("", "/_control/clock", Map.of("advance", step.toString()))
                .expect(200);
    }

    // Odds and ends

    public static UUID uuid(JsonNode node, String field) {
        return UUID.fromString(node.path(field).asText());
    }

    public static String key(String what) {
        return what + "-" + UUID.randomUUID();
    }

    /** Runs all of them on threads of their own, {@code atOnce} at a time; their results in the order of the tasks. */
    public static <T> List<T> together(int atOnce, List<Callable<T>> tasks) {
        var room = new Semaphore(atOnce);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        room.acquire();
                        try {
                            return task.call();
                        } finally {
                            room.release();
                        }
                    }))
                    .toList();
            return running.stream().map(RemoteShop::result).toList();
        }
    }

    private static <T> T result(Future<T> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new AssertionError("one of many failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, Object>> json(List<Line> lines) {
        return lines.stream().map(Line::json).toList();
    }
}
