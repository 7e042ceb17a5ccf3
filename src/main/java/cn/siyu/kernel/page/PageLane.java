package cn.siyu.kernel.page;

import cn.siyu.kernel.metrics.OperationName;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The short way to a public answer: an address that was answered before, and whose bytes may be shown now, is answered before
 * anybody routes the request or asks who sends it. Everything else goes the long way.
 */
@Singleton
class PageLane {

    /** Before the edge, which would set a timer for each request. */
    private static final int FIRST = 11_000;

    private static final int MOST_ADDRESSES = 20_000;
    private static final int LONGEST_ADDRESS = 300;
    private static final String JSON = "application/json";

    private final ShopClock clock;

    /** No cache that notes who was asked for: that costs more than finding him, and what is forgotten is learnt again at once. */
    private final ConcurrentHashMap<String, Address> known = new ConcurrentHashMap<>();

    @Inject
    PageLane(ShopClock clock) {
        this.clock = clock;
    }

    private volatile Told now = Told.of(0);

    /** A time and how it is written in a header. */
    private record Told(long millis, String words) {
        static Told of(long millis) {
            return new Told(millis, Instant.ofEpochMilli(millis).toString());
        }
    }

    /** What an address leads to. */
    private record Address(String path, Supplier<@Nullable PublicPage> page) {}

    /** This address was answered with that page, which everybody may see. */
    void learn(String uri, String path, Supplier<@Nullable PublicPage> page) {
        if (uri.length() <= LONGEST_ADDRESS && !known.containsKey(uri)) {
            if (known.mappingCount() >= MOST_ADDRESSES) {
                known.clear();
            }
            known.put(uri, new Address(path, page));
        }
    }

    void first(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    private void enter(RoutingContext routing) {
        var request = routing.request();
        if (request.method() == HttpMethod.GET) {
            var address = known.get(request.uri());
            if (address != null && isPlain(request)) {
                var page = address.page().get();
                if (page != null) {
                    answer(request, address.path(), page);
                    return;
                }
            }
        }
        routing.next();
    }

    /** Nothing is sent along, and JSON is welcome. */
    private static boolean isPlain(HttpServerRequest request) {
        var headers = request.headers();
        var accept = headers.get(HttpHeaders.ACCEPT);
        return (accept == null || accept.contains("*/*") || accept.contains(JSON))
                && !headers.contains(HttpHeaders.CONTENT_LENGTH)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private void answer(HttpServerRequest request, String path, PublicPage page) {
        OperationName.tell(path);
        var response = request.response()
                .putHeader(HttpHeaders.ETAG, page.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, PublicAnswers.CACHEABLE)
                .putHeader(PublicAnswers.SERVER_TIME, time());
        if (page.isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            var _ = response.setStatusCode(304).end();
        } else {
            var _ = response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(page.body());
        }
    }

    /** What {@code Server-Time} says, in milliseconds: in one of them many are answered, so it is put into words once. */
    String time() {
        var millis = clock.millis();
        var last = now;
        if (last.millis() != millis) {
            last = Told.of(millis);
            now = last;
        }
        return last.words();
    }
}
