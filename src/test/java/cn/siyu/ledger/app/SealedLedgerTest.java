package cn.siyu.ledger.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.ledger.store.SealStore.Seal;
import cn.siyu.testing.Database;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whoever changes a row behind the application's back is found, and the row is named (REL-16). */
@QuarkusTest
class SealedLedgerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String VERIFICATIONS = "/api/admin/v1/ledger-verifications";

    /** Labels of days that nobody else seals. */
    private static LocalDate next = LocalDate.of(2200, 1, 1).plusDays(System.nanoTime() % 100_000);

    @Inject
    SealDays seals;

    @Inject
    Ledger ledger;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void a_day_is_sealed_once_and_chained_to_the_one_before() {
        var first = sealed(post(3));
        var again = ended(seals.seal(first.day()));
        assertThat(again).as("sealed once").isEmpty();
        var second = sealed(post(2));

        assertThat(first.transfers()).isGreaterThanOrEqualTo(3);
        assertThat(second.transfers()).isGreaterThanOrEqualTo(2);
        assertThat(second.lastPosition()).isEqualTo(first.lastPosition() + second.transfers());
        assertThat(second.hash()).hasSize(64).isNotEqualTo(first.hash());
        as(Role.AUDITOR)
                .get("/api/admin/v1/ledger-seals?size=2")
                .then()
                .statusCode(200)
                .body("items[0].hash", equalTo(second.hash()))
                .body("items[1].hash", equalTo(first.hash()));
        as(Role.OPS).get("/api/admin/v1/ledger-seals").then().statusCode(403);
        as(Role.FINANCE).get("/api/admin/v1/ledger-seals?page=0").then().statusCode(400);
    }

    @Test
    void an_altered_amount_is_named_with_its_day() throws SQLException {
        var references = post(4);
        var seal = sealed(references);
        assertThat(findingsAbout(verified(), references)).isEmpty();

        behindTheBack("update ledger_transfer set amount_fen = amount_fen + 1 where reference = ?", references.get(2));
        var found = verified();
        behindTheBack("update ledger_transfer set amount_fen = amount_fen - 1 where reference = ?", references.get(2));

        assertThat(found.getBoolean("sound")).isFalse();
        assertThat(findingsAbout(found, references).getFirst())
                .contains(references.get(2), "of " + seal.day(), "is not as it was sealed");
        assertThat(findingsAbout(found, references))
                .as("also by its postings, and no other row")
                .allMatch(finding -> finding.contains(references.get(2)))
                .anyMatch(finding -> finding.contains("posting is missing or another"));
        assertThat(findingsAbout(verified(), references)).isEmpty();
    }

    @Test
    void an_altered_time_or_posting_and_a_removed_row_are_named() throws SQLException {
        var references = post(3);
        var seal = sealed(references);
        var id = id(references.get(1));

        behindTheBack(
                "update ledger_transfer set at = at + interval '1 second' where reference = ?", references.get(0));
        var moved = verified();
        behindTheBack(
                "update ledger_transfer set at = at - interval '1 second' where reference = ?", references.get(0));
        assertThat(findingsAbout(moved, references))
                .hasSize(1)
                .first()
                .asString()
                .contains(references.get(0));

        behindTheBack(
                "update ledger_posting set amount_fen = amount_fen + 5 where side = 'DEBIT' and transfer_id::text = ?",
                id);
        var posted = verified();
        behindTheBack(
                "update ledger_posting set amount_fen = amount_fen - 5 where side = 'DEBIT' and transfer_id::text = ?",
                id);
        assertThat(findingsAbout(posted, references))
                .anyMatch(finding -> finding.contains("is not as it was sealed"))
                .anyMatch(finding -> finding.contains("2 postings that sum to 5"));
        assertThat(posted.getList("findings", String.class))
                .anyMatch(finding -> finding.startsWith("account WECHAT_CLEARING"));

        behindTheBack("create table stolen as select * from ledger_transfer where reference = ?", references.get(1));
        behindTheBack("delete from ledger_transfer where reference = ?", references.get(1));
        var gone = verified();
        behindTheBack("insert into ledger_transfer select * from stolen where reference = ?", references.get(1));
        behindTheBack("drop table stolen", "");
        assertThat(gone.getList("findings", String.class))
                .contains("transfer " + id + " of " + seal.day() + " is gone");
        assertThat(findingsAbout(verified(), references)).isEmpty();
    }

    @Test
    void a_row_that_was_put_in_behind_sealed_ones_is_named() throws SQLException {
        var references = post(1);
        assertThat(sealed(references).transfers()).isPositive();
        var forged = "FORGED:" + Ids.next();
        behindTheBack("""
                insert into ledger_transfer (
                       id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                select '01000000-0000-7000-8000-000000000001', ?, at, debit_kind, debit_owner, credit_kind, credit_owner, 1
                  from ledger_transfer limit 1""", forged);
        var found = verified();
        behindTheBack("delete from ledger_transfer where reference = ?", forged);

        assertThat(found.getList("findings", String.class))
                .anyMatch(finding -> finding.contains(forged) && finding.contains("put in behind sealed ones"));
        as(Role.FINANCE)
                .get(VERIFICATIONS + "?size=5")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(found.getString("id")));
        as(Role.OPS).post(VERIFICATIONS).then().statusCode(403);
        as(Role.FINANCE).get(VERIFICATIONS + "?page=0").then().statusCode(400);
    }

    private List<String> post(int count) {
        var transfers = IntStream.range(0, count)
                .mapToObj(i -> new Transfer(
                        "SEALED:" + Ids.next(),
                        Account.of(Kind.WECHAT_CLEARING),
                        Account.of(Kind.CUSTOMER_PREPAYMENTS),
                        Money.ofFen(100 + i),
                        clock.instant()))
                .toList();
        int written = ended(transactions.in(tx -> ledger.post(tx, transfers)));
        assertThat(written).isEqualTo(count);
        return transfers.stream().map(Transfer::reference).toList();
    }

    private Seal sealed(List<String> references) {
        assertThat(references).isNotEmpty();
        next = next.plusDays(1);
        return ended(seals.seal(next)).orElseThrow();
    }

    /** What a verification says that was asked for over HTTP. */
    private static JsonPath verified() {
        var id = as(Role.FINANCE)
                .post(VERIFICATIONS)
                .then()
                .statusCode(202)
                .extract()
                .<String>path("id");
        return Awaitility.await("the verification")
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .until(
                        () -> JsonPath.from(as(Role.AUDITOR)
                                .get(VERIFICATIONS + "?size=100")
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString()),
                        all -> all.getList("items.id").contains(id))
                .setRootPath("items.find { it.id == '" + id + "' }");
    }

    private static List<String> findingsAbout(JsonPath verification, List<String> references) {
        return verification.getList("findings", String.class).stream()
                .filter(finding -> references.stream().anyMatch(finding::contains))
                .toList();
    }

    private static String id(String reference) throws SQLException {
        try (var owner = Database.asOwner();
                var statement = owner.prepareStatement("select id::text from ledger_transfer where reference = ?")) {
            statement.setString(1, reference);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : UUID.randomUUID().toString();
            }
        }
    }

    /** As the owner of the tables can, who switches the triggers off. */
    private static void behindTheBack(String sql, String value) throws SQLException {
        try (var owner = Database.asOwner()) {
            owner.setAutoCommit(false);
            try (var statement = owner.createStatement()) {
                var _ = statement.execute("alter table ledger_transfer disable trigger user");
                var _ = statement.execute("alter table ledger_posting disable trigger user");
            }
            try (var statement = owner.prepareStatement(sql)) {
                if (!value.isEmpty()) {
                    statement.setString(1, value);
                }
                var _ = statement.execute();
            }
            try (var statement = owner.createStatement()) {
                var _ = statement.execute("alter table ledger_transfer enable trigger user");
                var _ = statement.execute("alter table ledger_posting enable trigger user");
            }
            owner.commit();
        }
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), role));
    }

    private static <T> T ended(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
