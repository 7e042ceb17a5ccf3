package cn.siyu.kernel.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long people wait for an answer at most: a database that stands still answers nobody, and refuses nobody either. What was
 * begun goes on, as if the answer had been lost on its way: whoever asks again, with the same key, hears what became of it
 * (REL-41). Staff wait as long as their reports take.
 */
final class Patience {

    private static final List<String> PEOPLE = List.of("/api/mp/", "/api/partner/", "/callbacks/");

    /** Below a hundred thousand bytes. */
    private static final int DIGITS_OF_SMALL = 5;

    private Patience() {}

    /** Calls {@code tooLong} once if the answer has not begun in time; the time in which a file still comes in is not counted. */
    static void limit(RoutingContext routing, Duration longest, Consumer<RoutingContext> tooLong) {
        var path = routing.request().path();
        if (path != null && PEOPLE.stream().anyMatch(path::startsWith)) {
            new Limit(routing, longest, tooLong).begin();
        }
    }

    /** One request's timer. */
    private static final class Limit {

        private final RoutingContext routing;
        private final Duration longest;
        private final Consumer<RoutingContext> tooLong;
        private long timer;

        Limit(RoutingContext routing, Duration longest, Consumer<RoutingContext> tooLong) {
            this.routing = routing;
            this.longest = longest;
            this.tooLong = tooLong;
        }

        void begin() {
            routing.addEndHandler(_ -> routing.vertx().cancelTimer(timer));
            start();
        }

        private void start() {
            timer = routing.vertx().setTimer(longest.toMillis(), _ -> over());
        }

        private void over() {
            if (isThere(routing.request())) {
                tooLong.accept(routing);
            } else {
                start();
            }
        }

        /** What is small has come long ago, even if nobody has read it yet; a file may take longer on its way. */
        private static boolean isThere(HttpServerRequest request) {
            var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return request.isEnded() || length == null || length.length() <= DIGITS_OF_SMALL;
        }
    }
}
