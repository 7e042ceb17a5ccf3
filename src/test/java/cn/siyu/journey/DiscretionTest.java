package cn.siyu.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SEC-20: what the shop knows of people stays out of its logs, its events and its metrics, whatever goes wrong meanwhile. */
@QuarkusTest
class DiscretionTest {

    private static final String PHONE = "13871927364";
    private static final String OTHER_PHONE = "15938471625";
    private static final String RECIPIENT = "金丝雀收件人";
    private static final String DETAIL = "金丝雀巷七十七号";
    private static final String PERSON = "canary-person";

    private final Ear ear = new Ear();
    private final List<String> canaries =
            new ArrayList<>(List.of(PHONE, OTHER_PHONE, RECIPIENT, DETAIL, SignIn.samplePassword()));

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(ear);
    }

    @AfterEach
    void calm() {
        Logger.getLogger("").removeHandler(ear);
        SandboxControl.reset();
    }

    @Test
    void the_ear_hears_text_parameters_failures_and_the_trace() {
        Logger.getLogger("cn.siyu.canary").log(Level.WARNING, "{0} failed", new Object[] {"the-parameter"});
        Logger.getLogger("cn.siyu.canary").log(Level.WARNING, "text", new IllegalStateException("the-failure"));

        assertThat(ear.heard()).contains("the-parameter", "the-failure", "trace=");
    }

    @Test
    void a_purchase_with_every_kind_of_trouble_tells_nobody_who_bought() throws SQLException {
        var buyer = signIn();
        tellAboutYourself(buyer.token());
        var order = buyWithTrouble(buyer);
        Shop.ship(order);
        var claim = buyer.claim(order, "RETURN_REFUND", 1);
        claim.then().statusCode(201);
        buyer.sendBack(claim.path("id"));
        Shop.decide(claim.path("id"), "receive").then().statusCode(200);
        buyer.awaitAfterSale(claim.path("id"), "DONE");
        refusals(buyer);

        assertThat(ear.heard()).isNotBlank();
        silent("the log", ear.heard());
        silent("the metrics", given().get("/q/metrics").asString());
        silent("the events", column("select payload from kernel_outbox"));
        silent("what could not be heard", column("select payload from kernel_dead_letter"));
        silent("the audit log", column("select to_jsonb(l)::text from kernel_audit_log l"));
    }

    private Buyer signIn() {
        var code = SandboxControl.loginCode(PERSON);
        var session = given().contentType(ContentType.JSON)
                .body(Map.of("code", code))
                .post("/api/mp/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var token = session.getString("accessToken");
        canaries.addAll(List.of(code, token, session.getString("refreshToken"), SandboxControl.openid(PERSON)));
        String address = Shop.as(token)
                .body(Map.of("recipient", RECIPIENT, "phone", OTHER_PHONE, "regionCode", "440305", "detail", DETAIL))
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        return new Buyer(PERSON, token, address);
    }

    private void tellAboutYourself(String token) {
        Shop.as(token)
                .body(Map.of("kind", "PHONE", "version", "1", "given", true))
                .post("/api/mp/v1/me/consents")
                .then()
                .statusCode(201);
        var code = SandboxControl.phoneCode(PERSON, PHONE);
        canaries.add(code);
        Shop.as(token)
                .body(Map.of("code", code))
                .post("/api/mp/v1/me/phone")
                .then()
                .statusCode(200);
        Shop.as(SignIn.staff("support"))
                .body(Map.of("phone", PHONE))
                .post("/api/admin/v1/members/search")
                .then()
                .statusCode(200);
    }

    /** WeChat fails while she begins to pay, and tells lies afterwards. */
    private static Shop.Placed buyWithTrouble(Buyer buyer) {
        var goods = Shop.product(1_000, 2);
        var order = buyer.order(goods, 1);
        SandboxControl.fault("prepay", "ERROR_500", 1, order.number());
        buyer.startPayment(order).then().statusCode(org.hamcrest.Matchers.greaterThanOrEqualTo(200));
        SandboxControl.reset();
        SandboxControl.notifyMode("DROP");
        buyer.payAt(order);
        for (var lie : List.of("TAMPER", "WRONG_SERIAL", "WRONG_AMOUNT")) {
            assertThat(SandboxControl.redeliver(order.number(), lie, 1, false)).hasSize(1);
        }
        assertThat(SandboxControl.redeliver(order.number(), "NORMAL", 1, false)).hasSize(1);
        buyer.awaitState(order, "TO_SHIP");
        return order;
    }

    /** Refused requests are full of what they were refused for. */
    private static void refusals(Buyer buyer) {
        Shop.as(buyer.token())
                .body(Map.of("recipient", RECIPIENT, "phone", PHONE + PHONE, "regionCode", "1", "detail", DETAIL))
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(400);
        Shop.as(buyer.token())
                .body("{\"recipient\": \"" + RECIPIENT + "\", \"phone\": " + DETAIL)
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(400);
        Shop.as(buyer.token())
                .body(Map.of(DETAIL, PHONE))
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body(Map.of("username", RECIPIENT, "password", PHONE))
                .post("/api/admin/v1/sessions")
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("code", PHONE))
                .post("/api/mp/v1/sessions")
                .then()
                .statusCode(400);
        given().auth().oauth2(buyer.token() + "x").get("/api/mp/v1/me").then().statusCode(401);
        given().get("/nowhere/" + PHONE).then().statusCode(404);
    }

    private void silent(String where, String text) {
        assertThat(canaries.stream().filter(text::contains))
                .as("%s holds none of them", where)
                .isEmpty();
    }

    private static String column(String sql) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new StringBuilder();
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
            return all.toString();
        }
    }

    /** Keeps every line as a log file would, with its failure and its trace. */
    private static final class Ear extends ExtHandler {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final PatternFormatter format = new PatternFormatter("%p %c trace=%X{traceId} %X %s%e%n");

        @Override
        protected void doPublish(ExtLogRecord entry) {
            lines.add(format.format(entry));
        }

        @Override
        public void publish(LogRecord entry) {
            doPublish(ExtLogRecord.wrap(entry));
        }

        String heard() {
            return String.join("", lines);
        }
    }
}
