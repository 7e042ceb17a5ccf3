package cn.siyu.koc;

import static cn.siyu.koc.Quarter.desk;
import static cn.siyu.koc.Quarter.done;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SandboxWeCom;
import cn.siyu.testing.Shop;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What WeCom calls out of customers and chats, and what sits in its chats (D4). */
@QuarkusTest
class WeComCallbackTest {

    private static final String CONTACT = "change_external_contact";

    private final SandboxWeCom stage = SandboxWeCom.here();
    private final String story = "k" + System.nanoTime();
    private final String user = story + ".seller";

    private HttpServer door;
    private ExecutorService porters;

    /** WeCom calls at a door that hands everything on as this test's own question, so that the contract's walk sees it. */
    @BeforeEach
    void open() throws IOException {
        stage.works(user);
        porters = Executors.newCachedThreadPool();
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", WeComCallbackTest::handOn);
        door.setExecutor(porters);
        door.start();
        stage.callsOut("http://127.0.0.1:" + door.getAddress().getPort() + "/callbacks/wecom");
    }

    private static void handOn(HttpExchange call) throws IOException {
        // The client looks for its parts with the loader of the thread.
        Thread.currentThread().setContextClassLoader(WeComCallbackTest.class.getClassLoader());
        try (call) {
            var request = given().urlEncodingEnabled(false);
            var address = call.getRequestURI().toString();
            var answer = call.getRequestMethod().equals("GET")
                    ? request.get(address)
                    : request.contentType("text/xml")
                            .body(call.getRequestBody().readAllBytes())
                            .post(address);
            var body = answer.asByteArray();
            call.sendResponseHeaders(answer.statusCode(), body.length);
            call.getResponseBody().write(body);
        }
    }

    @AfterEach
    void peace() {
        stage.callsOut("");
        door.stop(0);
        porters.shutdown();
        SandboxControl.reset();
    }

    private Seller seller() {
        var seller = Seller.hired();
        var named = Shop.as(Shop.staff("merchandiser"))
                .body(Map.of("userId", user))
                .put("/api/admin/v1/sellers/" + seller.id() + "/wecom");
        assertThat(done(named, 200).getString("userId")).isEqualTo(user);
        return seller;
    }

    private static JsonPath customers(Seller seller, boolean now) {
        return done(
                Shop.as(Shop.staff("merchandiser"))
                        .get("/api/admin/v1/sellers/" + seller.id() + "/wecom/customers?now=" + now),
                200);
    }

    private Map<String, String> contact(String change, String external) {
        return new HashMap<>(
                Map.of("Event", CONTACT, "ChangeType", change, "UserID", user, "ExternalUserID", external));
    }

    /** A person whom WeChat knows by a unionid. */
    private static Person known(String name, String unionid) {
        var code = SandboxControl.loginCode(name, unionid);
        var token = given().contentType("application/json")
                .body(Map.of("code", code))
                .post("/api/mp/v1/sessions")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("accessToken");
        return new Person(
                name, token, done(Shop.as(token).get("/api/mp/v1/me"), 200).getString("id"));
    }

    @Test
    void the_address_proves_to_be_ours_and_believes_nobody_else() {
        assertThat(stage.greets("1616140317555161061").asText()).isEqualTo("1616140317555161061");
        for (var mode : List.of("TAMPER", "OLD", "FOREIGN")) {
            assertThat(stage.tells(contact("add_external_contact", story + "x"), mode, 1)
                            .get(0)
                            .asInt())
                    .as(mode)
                    .isEqualTo(400);
        }
        given().post("/callbacks/wecom").then().statusCode(400);
        given().get("/callbacks/wecom?echostr=abc").then().statusCode(400);
        given().body("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&e;</Encrypt></xml>")
                .post("/callbacks/wecom?msg_signature=a&timestamp=1&nonce=b")
                .then()
                .statusCode(400);
    }

    @Test
    void who_adds_a_seller_is_his_customer_once_and_until_he_goes() throws SQLException {
        var seller = seller();
        var member = known(story, story + "u");
        var external = story + "c";
        stage.customer(user, external, story + "u");

        var statuses = stage.tells(contact("add_external_contact", external), "NORMAL", 8);

        assertThat(statuses).allMatch(status -> status.asInt() == 200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> customers(seller, true).getInt("total") == 1);
        assertThat(customers(seller, true).getString("items[0].memberId")).isEqualTo(member.id());
        assertThat(events(external)).isEqualTo(1);

        SandboxControl.advance(Duration.ofSeconds(2));
        var _ = stage.tells(contact("del_follow_user", external), "NORMAL", 2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> customers(seller, true).getInt("total") == 0);
        assertThat(customers(seller, false).getString("items[0].endCause")).isEqualTo("GONE");
    }

    @Test
    void an_event_waits_for_wecom_to_answer() {
        var seller = seller();
        var external = story + "c";
        stage.customer(user, external, "");
        SandboxControl.fault("contact-get", "RESET", 1, external);

        var _ = stage.tells(contact("add_external_contact", external), "NORMAL", 1);

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !SandboxControl.hasFaults());
        assertThat(customers(seller, true).getInt("total")).isZero();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            SandboxControl.advance(Duration.ofSeconds(15));
            return customers(seller, true).getInt("total") == 1;
        });
    }

    @Test
    void who_sits_in_the_chat_is_in_its_community_and_who_sits_there_no_more_is_not() {
        var owner = Seller.hired();
        var sketch = Quarter.sketch(200);
        sketch.put("chatId", story + "chat");
        var made = done(desk("/api/admin/v1/communities", Map.of("community", sketch, "ownerId", owner.id())), 201);
        var community = new Community(made.getString("community.id"), made.getString("community.code"));
        var first = known(story + "a", story + "ua");
        var byCode = Person.born("code");
        var _ = byCode.join(community);
        var joined = SandboxControl.now().minus(Duration.ofDays(3));
        seated("a", joined);

        var job = done(desk(community.path() + "/wecom/member-syncs", Map.of()), 202)
                .getString("id");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> done(Shop.as(Shop.staff("merchandiser")).get("/api/admin/v1/jobs/" + job), 200)
                        .getString("state")
                        .equals("DONE"));
        assertThat(community.seen().getInt("community.members")).isEqualTo(2);
        assertThat(done(first.get("/api/mp/v1/community-joins"), 200).getString("items[0].joinedAt"))
                .startsWith(joined.toString().substring(0, 16));

        stage.chat(user, story + "chat", List.of());
        var _ = stage.tells(
                Map.of("Event", "change_external_chat", "ChangeType", "update", "ChatId", story + "chat"), "NORMAL", 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> community.seen().getInt("community.members") == 1);
        desk("/api/admin/v1/communities/" + story + "/wecom/member-syncs", Map.of())
                .then()
                .statusCode(404);
    }

    private void seated(String who, Instant joined) {
        stage.chat(
                user,
                story + "chat",
                List.of(
                        Map.of("userid", story + who, "unionid", story + "u" + who, "joinedAt", joined.toString()),
                        Map.of("userid", "stranger", "unionid", story + "unknown")));
    }

    @Test
    void a_code_leads_into_chats_that_wecom_knows() {
        var community = Community.of(Seller.hired());
        var path = community.path() + "/wecom/join-codes";
        assertThat(done(desk(path, Map.of("autoCreate", true)), 422).getString("code"))
                .isEqualTo("WECOM_REFUSED");
        stage.chat(user, community.seen().getString("community.chatId"), List.of());
        SandboxControl.fault("join-way", "RESET", 1, community.code());
        assertThat(done(desk(path, Map.of("autoCreate", true)), 503).getString("code"))
                .isEqualTo("WECOM_UNAVAILABLE");

        var made = done(desk(path, Map.of("autoCreate", true, "baseName", "宝妈群")), 201);

        assertThat(made.getString("qrCode")).contains(made.getString("configId"));
        var listed = done(Shop.as(Shop.staff("merchandiser")).get(path), 200);
        assertThat(listed.getList("items")).hasSize(1);
        desk(path, Map.of("autoCreate", true, "otherCommunities", List.of(story)))
                .then()
                .statusCode(400);
        Shop.as(Shop.staff("merchandiser"))
                .get("/api/admin/v1/communities/00000000-0000-0000-0000-000000000000/wecom/join-codes")
                .then()
                .statusCode(404);
    }

    private static long events(String external) throws SQLException {
        try (var owner = Database.asOwner();
                var statement = owner.createStatement();
                var found = statement.executeQuery(
                        "select count(*) from koc_wecom_event where external_userid = '" + external + "'")) {
            found.next();
            return found.getLong(1);
        }
    }
}
