package cn.siyu.contract;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;

/** Keeps every REST Assured exchange of every test; found as a Quarkus test callback, so no test has to ask for it. */
public class ExchangeRecorder implements QuarkusTestBeforeEachCallback {

    private static final Filter RECORD = new Recording();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(RECORD);
    }

    /** The filter itself: passes everything on unchanged. */
    private static final class Recording implements Filter {

        @Override
        public Response filter(
                FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext chain) {
            var answer = chain.next(request, expected);
            var type = answer.getContentType() == null ? "" : answer.getContentType();
            new Exchange(
                            request.getMethod(),
                            URI.create(request.getURI()).getPath(),
                            answer.getStatusCode(),
                            type,
                            type.contains("json") ? answer.asString() : "")
                    .keep();
            return answer;
        }
    }
}
