package cn.siyu.koc;

import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A neighbourhood for stories: sellers, their communities, and the people in them. Everything goes over HTTP. */
public final class Quarter {

    public static final String AGREEMENT = "2026-01";

    private Quarter() {}

    /** A member who is signed in. */
    public record Person(String name, String token, String id) {

        public static Person born(String name) {
            var unique = name + "-" + System.nanoTime();
            var token = SignIn.member(unique);
            return new Person(unique, token, id(token));
        }

        public Person again() {
            return new Person(name, SignIn.member(name), id);
        }

        public Response get(String path) {
            return Shop.as(token).get(path);
        }

        public Response post(String path) {
            return Shop.as(token).post(path);
        }

        public Response post(String path, Map<String, ?> body) {
            return Shop.as(token).body(body).post(path);
        }

        /** Answers the stay. */
        public String join(Community community) {
            return done(post("/api/mp/v1/community-joins", Map.of("code", community.code())), 200)
                    .getString("id");
        }

        public Response accept(String invitation) {
            return post("/api/mp/v1/koc-invitations/" + invitation + "/accept", Map.of("agreementVersion", AGREEMENT));
        }

        private static String id(String token) {
            return done(Shop.as(token).get("/api/mp/v1/me"), 200).getString("id");
        }
    }

    /** A seller with the member whom he is. */
    public record Seller(String id, Person person) {

        /** A distributor. */
        public static Seller hired() {
            var person = Person.born("seller");
            var body = Map.of(
                    "kind",
                    "DISTRIBUTOR",
                    "name",
                    "李姐",
                    "distributorId",
                    UUID.randomUUID().toString(),
                    "memberId",
                    person.id());
            return new Seller(done(desk("/api/admin/v1/sellers", body), 201).getString("id"), person);
        }

        /** A distributor with an account, who sells in communities too. */
        public static Seller distributing() {
            var admitted = Partners.distributor();
            var body = Map.of(
                    "kind",
                    "DISTRIBUTOR",
                    "name",
                    "李姐",
                    "distributorId",
                    admitted.id(),
                    "memberId",
                    admitted.memberId());
            var person = new Person(admitted.name(), admitted.token(), admitted.memberId());
            return new Seller(done(desk("/api/admin/v1/sellers", body), 201).getString("id"), person);
        }

        public Response invite(Community community, Person koc) {
            return person.post(
                    "/api/partner/v1/koc-bindings",
                    Map.of("communityId", community.id(), "memberId", koc.id(), "name", "豆豆妈"));
        }

        /** A member of the community who has accepted; answers the binding. */
        public String bind(Community community, Person koc) {
            var _ = koc.join(community);
            var binding = done(invite(community, koc), 201).getString("id");
            var _ = done(koc.accept(binding), 200);
            return binding;
        }
    }

    /** A community. */
    public record Community(String id, String code) {

        public static Community of(Seller owner) {
            return of(owner, 200);
        }

        public static Community of(Seller owner, int capacity) {
            var made = done(
                    desk("/api/admin/v1/communities", Map.of("community", sketch(capacity), "ownerId", owner.id())),
                    201);
            return new Community(made.getString("community.id"), made.getString("community.code"));
        }

        public String path() {
            return "/api/admin/v1/communities/" + id;
        }

        public JsonPath seen() {
            return done(Shop.as(Shop.staff("merchandiser")).get(path()), 200);
        }
    }

    /** Of members who have not bought yet; answers its id. */
    public static String segment() {
        var made = done(
                desk(
                        "/api/admin/v1/segments",
                        Map.of(
                                "name",
                                "S" + System.nanoTime(),
                                "eligibility",
                                "新客",
                                "rule",
                                Map.of("isNewMember", true))),
                201);
        var id = made.getString("id");
        var _ = done(
                desk("/api/admin/v1/segments/" + id + "/activate", Map.of("version", made.getLong("version"))), 200);
        return id;
    }

    public static Map<String, Object> sketch(int capacity) {
        return new HashMap<>(
                Map.of("name", "宝妈群", "chatId", "chat-" + System.nanoTime(), "category", "0-1岁", "capacity", capacity));
    }

    public static Response desk(String path, Map<String, ?> body) {
        return Shop.as(Shop.staff("merchandiser")).body(body).post(path);
    }

    public static Map<String, String> because(String reason) {
        return Map.of("reason", reason);
    }

    public static JsonPath done(Response answer, int status) {
        return answer.then().statusCode(status).extract().jsonPath();
    }
}
