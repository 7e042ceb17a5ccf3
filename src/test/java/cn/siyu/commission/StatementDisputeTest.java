package cn.siyu.commission;

import static cn.siyu.commission.Earners.funded;
import static cn.siyu.commission.Months.confirm;
import static cn.siyu.commission.Months.finance;
import static cn.siyu.commission.Months.lines;
import static cn.siyu.commission.Months.lock;
import static cn.siyu.commission.Months.month;
import static cn.siyu.commission.Months.only;
import static cn.siyu.commission.Months.over;
import static cn.siyu.commission.Months.stated;
import static cn.siyu.commission.Months.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A payee does not agree with a line: that line is open until finance has answered, and nothing else is. */
@QuarkusTest
class StatementDisputeTest {

    private static final String DESK = Months.DESK;
    private static final String MONTHS = Months.API;
    private static final String DISPUTES = "/api/admin/v1/statement-disputes";

    @Test
    void a_dispute_opens_its_line_and_keeps_the_statement_from_being_closed() {
        var partner = funded(4_000);
        var stranger = funded(100);
        var month = month();
        over(month);
        partner = partner.again();
        stranger = stranger.again();
        var _ = stated(month);
        var id = only(partner).getString("id");
        var line = lines(partner, id).getString("items[0].id");

        stranger.get("/statements/" + id).then().statusCode(404);
        stranger.get("/statements/" + id + "/lines").then().statusCode(404);
        stranger.get("/statements/" + id + "/export").then().statusCode(404);
        confirm(stranger, id).statusCode(404);
        dispute(stranger, id, line).statusCode(404);
        dispute(partner, id, UUID.randomUUID().toString()).statusCode(404);
        Shop.buyer().asks().get(Earners.API + "/statements").then().statusCode(403);
        lock(id, 0).statusCode(409).body("code", equalTo("STATEMENT_STATE"));

        var opened = dispute(partner, id, line).statusCode(201).extract().jsonPath();
        var dispute = opened.getString("id");
        dispute(partner, id, line).statusCode(409).body("code", equalTo("DISPUTE_STATE"));
        confirm(partner, id).statusCode(200).body("state", equalTo("CONFIRMED")).body("openDisputes", equalTo(1));
        assertThat(lines(partner, id).getString("items[0].dispute")).isEqualTo("OPEN");
        lock(id, version(id)).statusCode(409).body("code", equalTo("STATEMENT_DISPUTED"));
        finance()
                .get(DISPUTES + "?state=OPEN&accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(1));
        stranger.person()
                .asks()
                .post(Earners.API + "/statement-disputes/" + dispute + "/take-back")
                .then()
                .statusCode(404);
        takeBack(partner, dispute).statusCode(200).body("state", equalTo("TAKEN_BACK"));
        dispute(partner, id, line).statusCode(201).body("state", equalTo("OPEN"));
        answer(dispute, 77).statusCode(409).body("code", equalTo("STATE_CHANGED"));
        answer(dispute, 2)
                .statusCode(200)
                .body("state", equalTo("REJECTED"))
                .body("history.state", equalTo(List.of("OPEN", "TAKEN_BACK", "OPEN", "REJECTED")));
        takeBack(partner, dispute).statusCode(409).body("code", equalTo("DISPUTE_STATE"));
        lock(id, 0).statusCode(409).body("code", equalTo("STATE_CHANGED"));
        lock(id, version(id)).statusCode(200).body("state", equalTo("LOCKED"));
        dispute(partner, id, line).statusCode(409).body("code", equalTo("STATEMENT_STATE"));
        confirm(partner, id).statusCode(409).body("code", equalTo("STATEMENT_STATE"));
        partner.get("/statements/" + id)
                .then()
                .statusCode(200)
                .body("statement.state", equalTo("LOCKED"))
                .body("disputes[0].history", hasSize(4));
        finance()
                .post(DISPUTES + "/" + UUID.randomUUID() + "/answer", answered(0))
                .statusCode(404);
        finance().get(DISPUTES + "?page=0").statusCode(400);
        desk(id, month);
    }

    /** What finance sees of it. */
    private static void desk(String id, YearMonth month) {
        finance().get(DESK + "?month=" + month + "&state=LOCKED&disputed=false").statusCode(200);
        finance().get(DESK + "?page=0").statusCode(400);
        finance().get(DESK + "?month=october").statusCode(400);
        finance().get(DESK + "/" + id).statusCode(200).body("parts", hasSize(1));
        finance().get(DESK + "/" + UUID.randomUUID()).statusCode(404);
        finance().get(DESK + "/" + id + "/lines?limit=1").statusCode(200).body("items", hasSize(1));
        finance().get(DESK + "/" + UUID.randomUUID() + "/lines").statusCode(404);
        finance().get(DESK + "/" + id + "/export").statusCode(200);
        finance().get(DESK + "/" + UUID.randomUUID() + "/export").statusCode(404);
        finance().get(MONTHS + month).statusCode(200).body("month", equalTo(month.toString()));
        finance().get(MONTHS + "1999-13").statusCode(400);
        finance().get(MONTHS + month + "/export").statusCode(200);
        finance().get(MONTHS + "1999-13/export").statusCode(400);
        finance().post(MONTHS + "1999-13/run").statusCode(400);
        finance().post(MONTHS + month + "/lock", Map.of("reason", "")).statusCode(400);
        finance().post(MONTHS + month + "/lock", Map.of("reason", "月结")).statusCode(200);
    }

    private static ValidatableResponse dispute(Partner partner, String id, String line) {
        return partner.person()
                .asks()
                .body(Map.of("lineId", line, "reason", "比例不对"))
                .post(Earners.API + "/statements/" + id + "/disputes")
                .then();
    }

    private static ValidatableResponse takeBack(Partner partner, String dispute) {
        return partner.person()
                .asks()
                .post(Earners.API + "/statement-disputes/" + dispute + "/take-back")
                .then();
    }

    private static ValidatableResponse answer(String dispute, long version) {
        return finance().post(DISPUTES + "/" + dispute + "/answer", answered(version));
    }

    private static Map<String, Object> answered(long version) {
        return Map.of("version", version, "outcome", "REJECTED", "words", "按合同比例");
    }
}
