package cn.siyu.storefront.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.rate.RateLimit;
import cn.siyu.kernel.rate.RateLimiter;
import cn.siyu.sharing.Visits;
import cn.siyu.storefront.app.ComposeSharePage;
import cn.siyu.storefront.app.ComposeSharePage.Answer;
import cn.siyu.storefront.app.SharePage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The page of a shared link for whoever opens it outside of the mini-program. It is a page and no part of the contract;
 * every answer is one that people can read.
 */
@Path("/s")
@PermitAll
class SharePageResource {

    private static final Logger LOG = Logger.getLogger(SharePageResource.class);
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    private static final String VISITOR = "visitor";

    /** Longer than a click can wait for a sign-in, short enough not to follow anybody. */
    private static final int VISITOR_SECONDS = (int) Duration.ofHours(2).toSeconds();

    /** The browser asks each time: the page counts visits and tells the time; an unchanged one costs only the question. */
    private static final String FRESH = "private, no-cache";

    private static final String POLICY =
            "default-src 'none'; img-src 'self' https:; style-src 'self'; script-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int TOO_MANY = 429;

    private final ComposeSharePage compose;
    private final Visits visits;
    private final RateLimiter limiter;
    private final ClientAddress address;
    private final RateLimit limit;
    private final Optional<String> publicUrl;

    @Inject
    SharePageResource(
            ComposeSharePage compose,
            Visits visits,
            RateLimiter limiter,
            ClientAddress address,
            @ConfigProperty(name = "siyu.storefront.share-pages-per-minute", defaultValue = "300") int perMinute,
            @ConfigProperty(name = "siyu.public-url") Optional<String> publicUrl) {
        this.compose = compose;
        this.visits = visits;
        this.limiter = limiter;
        this.address = address;
        this.limit = new RateLimit("storefront.share-page.address", perMinute, Duration.ofMinutes(1));
        this.publicUrl = publicUrl;
    }

    /** The templates, checked against their values when the application is built. */
    @CheckedTemplate(basePath = "share")
    static class Templates {
        private Templates() {}

        static native TemplateInstance page(SharePage page);

        static native TemplateInstance note(String heading, String words);
    }

    /** What a browser brings along. */
    record Brought(@Nullable String visitor, @Nullable String etag, boolean isVisit) {}

    @GET
    @Path("/{token}")
    @Produces(HTML)
    @Operation(hidden = true)
    public Uni<Response> show(
            @PathParam("token") String token,
            @CookieParam(VISITOR) @Nullable String visitor,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String etag,
            @HeaderParam("Sec-Purpose") @Nullable String purpose,
            @Context Request request,
            @Context UriInfo uri) {
        var base = base(uri);
        // What a browser fetches in advance nobody has opened yet.
        var brought = new Brought(
                visitor, etag, purpose == null && request.getMethod().equals("GET"));
        return limiter.take(limit, address.value())
                .chain(() -> compose.compose(token, base))
                .chain(answer -> answer(token, answer, brought, base))
                .onFailure()
                .recoverWithUni(SharePageResource::trouble);
    }

    private Uni<Response> answer(String token, Answer answer, Brought brought, String base) {
        return switch (answer) {
            case Answer.Living(var page) ->
                visit(token, brought)
                        .chain(visitor -> render(Templates.page(page))
                                .map(html -> page(html, visitor, brought, base.startsWith("https:"))));
            case Answer.Over() -> note(Response.Status.GONE.getStatusCode(), "链接已失效", "分享的内容已经结束，或被分享人收回。");
            case Answer.Unknown() ->
                note(Response.Status.NOT_FOUND.getStatusCode(), "没有找到这个页面", "请检查链接是否完整，或请分享的朋友再发一次。");
        };
    }

    /** Whoever cannot be written down sees the page all the same. */
    private Uni<Optional<String>> visit(String token, Brought brought) {
        return brought.isVisit()
                ? visits.opened(token, Optional.ofNullable(brought.visitor()))
                        .map(Optional::of)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("a visit was not written down: %s", failure.getMessage()))
                        .onFailure()
                        .recoverWithItem(Optional.empty())
                : Uni.createFrom().item(Optional.empty());
    }

    private static Response page(String html, Optional<String> visitor, Brought brought, boolean secure) {
        var etag = '"' + hash(html) + '"';
        var answer = matches(brought.etag(), etag) ? headers(Response.notModified()) : headers(Response.ok(html, HTML));
        visitor.filter(name -> !name.equals(brought.visitor())).ifPresent(name -> answer.cookie(cookie(name, secure)));
        return answer.header(HttpHeaders.ETAG, etag)
                .header(HttpHeaders.CACHE_CONTROL, FRESH)
                .build();
    }

    private static NewCookie cookie(String visitor, boolean secure) {
        return new NewCookie.Builder(VISITOR)
                .value(visitor)
                .path("/s")
                .maxAge(VISITOR_SECONDS)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private static boolean matches(@Nullable String known, String etag) {
        return known != null
                && Arrays.stream(known.split(",")).map(String::strip).anyMatch(one -> one.equals(etag));
    }

    private static Uni<Response> trouble(Throwable failure) {
        if (failure instanceof Refused refused && refused.problem() == CommonProblem.TOO_MANY_REQUESTS) {
            return note(TOO_MANY, "访问太频繁", "请稍等一分钟再打开。");
        }
        LOG.error("a share page could not be shown", failure);
        return note(Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), "页面暂时打不开", "请稍后再试。");
    }

    private static Uni<Response> note(int status, String heading, String words) {
        return render(Templates.note(heading, words))
                .map(html -> headers(Response.status(status).entity(html).type(HTML))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder answer) {
        return answer.header("Content-Security-Policy", POLICY).header(HttpHeaders.CONTENT_LANGUAGE, "zh-CN");
    }

    private static Uni<String> render(TemplateInstance template) {
        return template.createUni();
    }

    private String base(UriInfo uri) {
        var base = publicUrl.orElseGet(() -> uri.getBaseUri().toString());
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    private static String hash(String html) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(html.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
