package cn.siyu.member;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Addresses: one default, at most twenty, nobody else's, sealed. */
@QuarkusTest
class AddressTest {

    private static final String ADDRESSES = "/api/mp/v1/addresses";
    private static final String REGIONS = "/api/mp/v1/regions";

    @Inject
    Pool pool;

    static Map<String, Object> address(String detail, String region) {
        return Map.of(
                "recipient", "李雷", "phone", "13712340000", "regionCode", region, "detail", detail, "isDefault", false);
    }

    @Test
    void the_first_is_the_default_until_another_takes_its_place() {
        var token = SignIn.member("addressDefault");
        String first = add(token, "一号")
                .statusCode(201)
                .body("isDefault", equalTo(true))
                .extract()
                .path("id");
        String second = add(token, "二号")
                .statusCode(201)
                .body("isDefault", equalTo(false))
                .extract()
                .path("id");

        put(token, second, true).statusCode(200).body("isDefault", equalTo(true));
        list(token)
                .body("items.id", equalTo(List.of(second, first)))
                .body("items.isDefault", equalTo(List.of(true, false)));
        put(token, second, false).statusCode(200).body("isDefault", equalTo(true));
        delete(token, second).statusCode(204);
        list(token).body("items.id", equalTo(List.of(first))).body("items[0].isDefault", equalTo(true));
        delete(token, second).statusCode(404);
        delete(token, first).statusCode(204);
        list(token).body("items", hasSize(0));
    }

    @Test
    void a_foreign_address_is_not_found() {
        String id = add(SignIn.member("addressOwner"), "三号").extract().path("id");
        var other = SignIn.member("addressOther");

        given().auth().oauth2(other).get(ADDRESSES + "/" + id).then().statusCode(404);
        put(other, id, true).statusCode(404);
        delete(other, id).statusCode(404);
        given().get(ADDRESSES).then().statusCode(401);
        given().auth()
                .oauth2(SignIn.staff("support"))
                .get(ADDRESSES + "/" + id)
                .then()
                .statusCode(403);
    }

    @Test
    void an_address_reads_as_people_write_it() {
        var token = SignIn.member("addressReads");
        String id = add(token, "科技园路四号")
                .body("regionText", equalTo("广东省 深圳市 南山区"))
                .extract()
                .path("id");

        given().auth()
                .oauth2(token)
                .get(ADDRESSES + "/" + id)
                .then()
                .statusCode(200)
                .body("detail", equalTo("科技园路四号"));
    }

    @Test
    void what_is_wrong_with_an_address_is_said() {
        var token = SignIn.member("addressWrong");

        post(token, address("五号", "440300")).statusCode(422).body("code", equalTo("REGION_NOT_A_DISTRICT"));
        post(token, address("五号", "999999")).statusCode(422);
        post(token, address("五号", "44030")).statusCode(400).body("errors[0].field", equalTo("regionCode"));
        post(token, address(" ", "440305")).statusCode(400).body("errors[0].field", equalTo("detail"));
        post(token, Map.of("recipient", "李雷")).statusCode(400);
    }

    @Test
    void twenty_is_the_most_also_when_they_come_at_once() throws Exception {
        var token = SignIn.member("addressMany");
        try (var taps = Executors.newVirtualThreadPerTaskExecutor()) {
            var adding = IntStream.range(0, 24)
                    .mapToObj(
                            n -> taps.submit(() -> add(token, n + "号").extract().statusCode()))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var added : adding) {
                statuses.add(added.get());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(20);
            assertThat(statuses).filteredOn(status -> status == 422).hasSize(4);
        }
        list(token).body("items", hasSize(20)).body("items.findAll { it.isDefault }", hasSize(1));
    }

    @Test
    void no_row_tells_a_phone_a_name_or_a_street() {
        add(SignIn.member("addressSealed"), "秘密街六号").statusCode(201);

        var rows = pool.query("select string_agg(t::text, ' ') as all_rows from member_address t")
                .executeAndAwait();
        assertThat(rows.iterator().next().getString("all_rows"))
                .doesNotContain("13712340000")
                .doesNotContain("李雷")
                .doesNotContain("秘密街");
    }

    @Test
    void regions_are_walked_from_the_provinces_down() {
        given().get(REGIONS).then().statusCode(200).body("items", hasSize(31)).body("items.name", hasItem("广东省"));
        given().get(REGIONS + "?parent=440300").then().statusCode(200).body("items.code", hasItem("440305"));
        given().get(REGIONS + "?parent=441900").then().statusCode(200).body("items.code", equalTo(List.of("441900")));
        given().get(REGIONS + "?parent=440305").then().statusCode(404);
        given().get(REGIONS + "?parent=x").then().statusCode(400);
    }

    private static ValidatableResponse add(String token, String detail) {
        return post(token, address(detail, "440305"));
    }

    private static ValidatableResponse post(String token, Map<String, ?> body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(ADDRESSES)
                .then();
    }

    private static ValidatableResponse put(String token, String id, boolean isDefault) {
        var body = new HashMap<>(address("改过的", "441900"));
        body.put("isDefault", isDefault);
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .put(ADDRESSES + "/" + id)
                .then();
    }

    private static ValidatableResponse delete(String token, String id) {
        return given().auth().oauth2(token).delete(ADDRESSES + "/" + id).then();
    }

    private static ValidatableResponse list(String token) {
        return given().auth().oauth2(token).get(ADDRESSES).then().statusCode(200);
    }
}
