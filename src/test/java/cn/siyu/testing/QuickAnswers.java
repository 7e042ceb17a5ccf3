package cn.siyu.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.config.ObjectMapperConfig;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.internal.RestAssuredResponseImpl;
import io.restassured.internal.RestAssuredResponseOptionsGroovyImpl;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.http.client.HttpClient;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.BasicClientConnectionManager;
import org.apache.http.params.HttpParams;

/**
 * Spares REST Assured what it does anew for each of ten thousand answers: it compiles every path that it is asked for into a
 * class of its own, and makes a JSON mapper and a TLS context. Paths of names and numbers are walked here; what is more than that
 * it does as before. It is a callback that comes after the one which replaces all filters.
 */
public class QuickAnswers implements QuarkusTestBeforeEachCallback {

    private static final ObjectMapper MAPPER = new ObjectMapper().findAndRegisterModules();
    private static final int HTTP = 80;
    private static final Filter WALKED = new Walked();

    /** Found once: Apache reads its own version from its archive for each client. */
    @SuppressWarnings("deprecation")
    private static final HttpParams DEFAULTS = new DefaultHttpClient().getParams();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.filters(WALKED);
        var config = RestAssured.config();
        RestAssured.config = config.objectMapperConfig(
                        new ObjectMapperConfig().jackson2ObjectMapperFactory((type, charset) -> MAPPER))
                .httpClient(config.getHttpClientConfig().httpClientFactory(QuickAnswers::plain))
                // Each exchange is written down for the case that its expectation fails: as it was said is enough.
                .logConfig(config.getLogConfig().enablePrettyPrinting(false));
    }

    /** A client for one exchange, as REST Assured makes it, but without a TLS context that nobody needs. */
    @SuppressWarnings("deprecation")
    private static HttpClient plain() {
        var schemes = new SchemeRegistry();
        var _ = schemes.register(new Scheme("http", HTTP, PlainSocketFactory.getSocketFactory()));
        return new DefaultHttpClient(new BasicClientConnectionManager(schemes)) {
            @Override
            protected HttpParams createHttpParams() {
                return DEFAULTS.copy();
            }
        };
    }

    /** Gives each answer a body whose paths are walked. */
    private static final class Walked implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext chain) {
            var answer = chain.next(request, expected);
            if (answer instanceof RestAssuredResponseImpl its) {
                its.setGroovyResponse(new Body(its.getGroovyResponse()));
            }
            return answer;
        }
    }

    /** All that an answer is, except for how it finds what is at a path. */
    private static final class Body extends RestAssuredResponseOptionsGroovyImpl {

        Body(RestAssuredResponseOptionsGroovyImpl its) {
            try {
                for (var field : RestAssuredResponseOptionsGroovyImpl.class.getDeclaredFields()) {
                    var how = field.getModifiers();
                    if (!Modifier.isStatic(how) && !Modifier.isTransient(how)) {
                        field.setAccessible(true);
                        field.set(this, field.get(its));
                    }
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public JsonPath jsonPath() {
            return new Walk(asString());
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T> T path(String path, String... arguments) {
            var json = getContentType() != null && getContentType().contains("json");
            return arguments.length == 0 && json ? jsonPath().get(path) : super.path(path, arguments);
        }
    }

    /** Looks up names in objects, numbers in lists, and names in each object of a list, as Groovy does; nothing has nothing. */
    private static final class Walk extends JsonPath {

        private static final Pattern STEP = Pattern.compile("[.\\[]");

        private static final Pattern PLAIN =
                Pattern.compile("[A-Za-z_]\\w*(\\[\\d{1,4}\\])*(\\.[A-Za-z_]\\w*(\\[\\d{1,4}\\])*)*");

        private boolean rooted;

        Walk(String text) {
            super(text);
        }

        @Override
        public JsonPath setRootPath(String root) {
            rooted = true;
            return super.setRootPath(root);
        }

        @Override
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "unchecked"})
        public <T> T get(String path) {
            if (rooted || !PLAIN.matcher(path).matches()) {
                return super.get(path);
            }
            Object at = super.get("");
            for (var step : STEP.split(path)) {
                if (at == null) {
                    return null;
                }
                if (at instanceof List<?> list && step.endsWith("]")) {
                    at = number(step) < list.size() ? list.get(number(step)) : null;
                } else if (at instanceof Map<?, ?> object && !step.endsWith("]")) {
                    at = object.get(step);
                } else if (at instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
                    var each = new ArrayList<Object>();
                    list.forEach(object -> each.add(((Map<?, ?>) object).get(step)));
                    at = each;
                } else {
                    return super.get(path);
                }
            }
            return (T) at;
        }

        private static int number(String step) {
            return Integer.parseInt(step.substring(0, step.length() - 1));
        }
    }
}
