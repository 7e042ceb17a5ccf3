package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Database;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The small form of {@link BillScaleIT}, for every build. */
@QuarkusTest
class LargeBillTest {

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void one_difference_of_each_kind_is_found_in_five_hundred_lines_and_no_other() throws SQLException {
        // Far from the days of other stories.
        SandboxControl.advance(Duration.ofDays(100));
        var sandbox = ConfigProvider.getConfig().getValue("siyu.wechat.api-url", URI.class);
        var shop = new RemoteShop(URI.create("http://localhost:" + RestAssured.port), sandbox, SignIn.samplePassword());
        var day = LargeBill.dayOf(SandboxControl.now()).minusDays(2);
        var bill = new LargeBill(shop, "SMALL", day, 500, 1);
        try (var owner = Database.asOwner()) {
            bill.payments(owner);
            var expected = bill.bill();

            var outcome = bill.reconcile();

            assertThat(outcome.state()).isEqualTo("DONE");
            assertThat(outcome.differences()).hasSize(5).isEqualTo(expected);
            assertThat(bill.reconcile().differences()).as("once more").isEqualTo(expected);
            SandboxControl.honestBill(day);
            try (var statement = owner.createStatement()) {
                var _ = statement.executeUpdate("delete from payment_attempt where out_trade_no like 'SMALL%'");
            }
            assertThat(bill.reconcile().differences()).as("both sides forget").isEmpty();
        }
    }
}
