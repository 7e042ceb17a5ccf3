package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The shop as its API shows it, and the sandbox behind it: requests, sessions, the time of both. */
final class Shop {

    private static final int AT_ONCE = 8;
    private static final int LOOKS = 600;
    private static final int CONFLICT = 409;
    private static final int MISMATCH = 422;

    /** How long a token is used; it would live a little longer. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    /** A shop whose time is nearer to the present than this is in the present. */
    private static final Duration PRESENT = Duration.ofHours(1);

    private final Wire shop;
    private final Wire weChat;
    private final String password;
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private volatile Duration behind;

    /** @param at when the token was made, by the shop's clock */
    private record Session(String token, String refreshToken, Instant at) {}

    Shop(URI address, URI weChat, String password) {
        this.shop = new Wire(address);
        this.weChat = new Wire(weChat);
        this.password = password;
        this.behind = Duration.between(clock(), Instant.now());
    }

    /** Everybody of the sample signs in with it. */
    String samplePassword() {
        return password;
    }

    boolean isThere() {
        return shop.answers("/q/health/live");
    }

    // Who asks

    String staff(String username) {
        return token(
                "staff:" + username,
                "/api/admin/v1/sessions",
                () -> Map.of("username", username, "password", password));
    }

    String member(String name) {
        return token(
                "member:" + name,
                "/api/mp/v1/sessions",
                () -> Map.of(
                        "code",
                        weChat("/codes", Map.of("member", "sample-" + name))
                                .path("code")
                                .asText()));
    }

    /** A leap of the clock outlives every token, but not the session: the password is shown once. */
    private String token(String who, String path, Supplier<Object> credentials) {
        return sessions.compute(who, (_, known) -> {
                    var now = now();
                    if (known == null || known.at().isAfter(now)) {
                        return session(post("", "", path, credentials.get()), now);
                    }
                    if (known.at().plus(GOOD_FOR).isAfter(now)) {
                        return known;
                    }
                    try {
                        return session(
                                post("", "", path + "/refresh", Map.of("refreshToken", known.refreshToken())), now);
                    } catch (Wire.Refusal _) {
                        return session(post("", "", path, credentials.get()), now);
                    }
                })
                .token();
    }

    private static Session session(JsonNode signedIn, Instant now) {
        return new Session(
                signedIn.path("accessToken").asText(),
                signedIn.path("refreshToken").asText(),
                now);
    }

    // What is asked

    JsonNode get(String token, String path) {
        return shop.send("GET", path, token, "", null);
    }

    JsonNode post(String token, String key, String path, Object body) {
        return shop.send("POST", path, token, key, body);
    }

    JsonNode put(String token, String path, Object body) {
        return shop.send("PUT", path, token, "", body);
    }

    JsonNode postFiles(String token, String key, String path, Map<String, byte[]> files) {
        return shop.sendFiles(path, token, key, files);
    }

    /** What a first try has made already is not made again. */
    JsonNode postUnlessThere(String token, String path, Object body, Supplier<JsonNode> there) {
        return postUnlessThere(token, "", path, body, there);
    }

    JsonNode postUnlessThere(String token, String key, String path, Object body, Supplier<JsonNode> there) {
        var known = there.get();
        return known.isMissingNode() ? post(token, key, path, body) : known;
    }

    /** The first item of a list, over its pages, that is wanted; missing when there is none. */
    JsonNode find(String token, String path, Predicate<JsonNode> wanted) {
        var join = path.contains("?") ? "&" : "?";
        for (var page = 1; ; page++) {
            var items = get(token, path + join + "size=100&page=" + page).path("items");
            for (var item : items) {
                if (wanted.test(item)) {
                    return item;
                }
            }
            if (items.size() < 100) {
                return items.path(items.size());
            }
        }
    }

    JsonNode weChat(String path, Object body) {
        return weChat.send("POST", "/_control" + path, "", "", body);
    }

    JsonNode awaitThat(Supplier<JsonNode> ask, Predicate<JsonNode> wanted) {
        var answer = ask.get();
        for (var look = 0; look < LOOKS && !wanted.test(answer); look++) {
            Wire.pause();
            answer = ask.get();
        }
        if (!wanted.test(answer)) {
            throw new IllegalStateException("it never came to be as wanted: " + answer);
        }
        return answer;
    }

    // Time

    Instant now() {
        return Instant.now().minus(behind);
    }

    private Instant clock() {
        return Instant.parse(
                weChat.send("GET", "/_control/clock", "", "", null).path("now").asText());
    }

    /** From the present back to that time once; from then on forward only, also when a start was interrupted. */
    void goTo(Instant time) {
        var now = clock();
        if (now.isBefore(time) || now.isAfter(Instant.now().minus(PRESENT))) {
            leap(Map.of("set", time.toString()));
        }
        behind = Duration.between(clock(), Instant.now());
    }

    /** From now on it is as late as it is. */
    void goToPresent() {
        leap(Map.of("reset", true));
        behind = Duration.ZERO;
    }

    /** The same at once, whatever is under way. */
    void leavePast() {
        var _ = weChat("/clock", Map.of("reset", true));
    }

    /**
     * What is signed is good for five minutes, and so is a bill once it was asked for: the clock does not leap while a job asks WeChat
     * or a letter of WeChat is under way.
     */
    private void leap(Map<String, Object> where) {
        var desk = staff("ops");
        for (var state : List.of("QUEUED", "RUNNING")) {
            var _ = awaitThat(
                    () -> get(desk, "/api/admin/v1/jobs?size=1&state=" + state),
                    seen -> seen.path("total").asLong() == 0);
        }
        var leap = new HashMap<>(where);
        leap.put("quietly", true);
        var _ = weChat("/clock", leap);
    }

    /** A timer, or a start that was interrupted, may have been there first: what is refused for that is done or past. */
    static void unlessDone(Runnable deed) {
        try {
            deed.run();
        } catch (Wire.Refusal refusal) {
            if (refusal.status() != CONFLICT && refusal.status() != MISMATCH) {
                throw refusal;
            }
        }
    }

    /** Some at a time; all are done when this returns. */
    static void together(List<Runnable> tasks) {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        room.acquireUninterruptibly();
                        try {
                            task.run();
                        } finally {
                            room.release();
                        }
                    }))
                    .toList();
            for (var each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
