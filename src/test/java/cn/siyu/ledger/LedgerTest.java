package cn.siyu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger on a real database: once for a reference, balanced, insert-only (REL-10, REL-11). */
@QuarkusTest
class LedgerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Ledger ledger;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @AfterEach
    void the_books_balance() throws SQLException {
        try (var connection = Database.asOwner()) {
            assertThat(Invariants.offenders(connection, "INV-03", clock.instant()))
                    .isEmpty();
            assertThat(Invariants.offenders(connection, "INV-04", clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void a_transfer_moves_money_between_two_accounts() {
        var wallet = new Account(Kind.CUSTOMER_PREPAYMENTS, UUID.randomUUID());

        var fresh = now(post(List.of(capture("C:" + wallet.owner(), wallet, 1_999))));

        assertThat(fresh).isEqualTo(1);
        assertThat(balance(wallet)).isEqualTo(Money.ofFen(-1_999));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void every_transfer_posted_twice_in_any_order_counts_once(long seed) {
        var wallet = new Account(Kind.CUSTOMER_PREPAYMENTS, UUID.randomUUID());
        var random = new Random(seed);
        var once = IntStream.range(0, 60)
                .mapToObj(i -> capture("D:" + wallet.owner() + ":" + i, wallet, 1 + random.nextInt(1_000)))
                .toList();
        var twice = new ArrayList<>(once);
        twice.addAll(once);
        Collections.shuffle(twice, random);

        var fresh = Uni.join()
                .all(IntStream.range(0, 24)
                        .mapToObj(i -> post(twice.subList(i * 5, i * 5 + 5)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(fresh.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(balance(wallet))
                .isEqualTo(once.stream()
                        .map(Transfer::amount)
                        .reduce(Money.ZERO, Money::plus)
                        .negated());
    }

    @Test
    void the_same_reference_with_other_content_is_a_fault_and_writes_nothing() {
        var wallet = new Account(Kind.CUSTOMER_PREPAYMENTS, UUID.randomUUID());
        var reference = "E:" + wallet.owner();
        assertThat(now(post(List.of(capture(reference, wallet, 100))))).isEqualTo(1);

        assertThatThrownBy(() ->
                        now(post(List.of(capture(reference + ":new", wallet, 5), capture(reference, wallet, 101)))))
                .hasMessageContaining("other content");
        assertThat(balance(wallet)).isEqualTo(Money.ofFen(-100));
    }

    @Test
    void nobody_changes_or_removes_what_is_written() throws SQLException {
        try (var application = Database.asApplication();
                var owner = Database.asOwner()) {
            for (var sql : List.of(
                    "update ledger_posting set amount_fen = 1 where side = 'DEBIT'",
                    "delete from ledger_posting",
                    "update ledger_transfer set amount_fen = 1",
                    "delete from ledger_transfer",
                    "truncate ledger_transfer")) {
                assertThatThrownBy(() -> execute(application, sql)).hasMessageContaining("permission denied");
                assertThatThrownBy(() -> execute(owner, sql)).hasMessageContaining("insert-only");
            }
        }
    }

    private Transfer capture(String reference, Account wallet, long fen) {
        return new Transfer(reference, Account.of(Kind.WECHAT_CLEARING), wallet, Money.ofFen(fen), clock.instant());
    }

    private Uni<Integer> post(List<Transfer> transfers) {
        return transactions.in(tx -> ledger.post(tx, transfers));
    }

    private Money balance(Account account) {
        return now(ledger.balance(transactions.reads(), account));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        }
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
