package cn.siyu.kernel.page;

import cn.siyu.kernel.page.Fresh.Loaded;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/**
 * Answers whatever is the same for everybody: bytes that are written once and kept for a moment, with a strong ETag. The time of
 * the answer is in the header {@code Server-Time}, which is also there when nothing has changed (304).
 */
@Singleton
public class PublicAnswers {

    /** The server's clock when it answered (B24): count down from it. */
    public static final String SERVER_TIME = "Server-Time";

    /** Anybody may keep it and must ask each time whether it is still so. */
    static final String CACHEABLE = "public, no-cache";

    private final Fresh<PublicPage> pages;
    private final PageLane lane;
    private final CurrentVertxRequest current;
    private final ObjectMapper json;

    @Inject
    PublicAnswers(
            FreshValues values, PageLane lane, CurrentVertxRequest current, ObjectMapper json, MeterRegistry meters) {
        this.pages = values.weighing(PublicPage::weight);
        this.lane = lane;
        this.current = current;
        this.json = json;
        var _ = FunctionCounter.builder("siyu.pages.loads", pages, Fresh::loads)
                .description("Public answers that were read from the database")
                .register(meters);
        var _ = Gauge.builder("siyu.pages.memory", pages, Fresh::weight)
                .description("Bytes of public answers that are kept")
                .baseUnit("bytes")
                .register(meters);
    }

    /**
     * The answer to the running request.
     *
     * @param key names the content among all there are, such as {@code product:} and an id
     * @param path of the operation, as in the contract
     * @param content read without anything of the request: others wait for it, and it goes on when this caller is gone
     */
    public Uni<Response> answer(String key, String path, Supplier<Uni<PublicContent>> content) {
        var request = current.getCurrent().request();
        var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        var uri = request.uri();
        return pages.get(key, () -> content.get().map(this::loaded)).map(page -> {
            lane.learn(uri, path, () -> pages.shown(key));
            return page.isKnown(known)
                    ? head(Response.notModified(), page)
                    : head(Response.ok(page.body(), MediaType.APPLICATION_JSON_TYPE), page);
        });
    }

    private Response head(Response.ResponseBuilder answer, PublicPage page) {
        return answer.header(HttpHeaders.ETAG, page.etag())
                .header(HttpHeaders.CACHE_CONTROL, CACHEABLE)
                .header(SERVER_TIME, lane.time())
                .build();
    }

    private Loaded<PublicPage> loaded(PublicContent content) {
        try {
            return new Loaded<>(
                    new PublicPage(json.writeValueAsBytes(content.view())), content.topics(), content.until());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
