package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.util.Map;

/** A member who opens links; his token is fetched anew, because stories move the clock. */
record Person(String name, String id) {

    static Person called(String name) {
        var unique = name + "-" + System.nanoTime();
        var id = Shop.as(SignIn.member(unique)).get("/api/mp/v1/me").jsonPath().getString("id");
        return new Person(unique, id);
    }

    static Person of(Distributor distributor) {
        return new Person(distributor.name(), distributor.memberId());
    }

    String token() {
        return SignIn.member(name);
    }

    void opens(Distributor distributor) {
        Partners.open(token(), distributor.link());
    }

    void tellsPhone(String phone) {
        Shop.as(token())
                .body(Map.of("kind", "PHONE", "version", "1", "given", true))
                .post("/api/mp/v1/me/consents");
        Shop.as(token())
                .body(Map.of("code", SandboxControl.phoneCode(name, phone)))
                .post("/api/mp/v1/me/phone")
                .then()
                .statusCode(200);
    }

    JsonPath rows() {
        return Partners.bindings(id);
    }

    JsonPath awaitRows(int count) {
        await().untilAsserted(() -> assertThat(rows().getInt("total")).isEqualTo(count));
        return rows();
    }

    void awaitBound() {
        assertThat(awaitRows(1).getInt("total")).isOne();
    }

    /** Waits until every click of his has been heard. */
    void settle() {
        await().untilAsserted(() -> assertThat(unheardClicks()).isZero());
    }

    private long unheardClicks() throws SQLException {
        try (var owner = Database.asOwner();
                var query = owner.prepareStatement("""
                        select count(*)
                          from kernel_outbox o
                         where o.type = 'ClickBound' and o.key = ?
                           and not exists (select 1
                                             from kernel_inbox i
                                            where i.event_id = o.event_id and i.consumer = 'distribution.click-bound')""")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
