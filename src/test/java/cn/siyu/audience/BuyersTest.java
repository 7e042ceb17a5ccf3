package cn.siyu.audience;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.audience.Buyers.Purchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who has bought before, on a real database, and its races. */
@QuarkusTest
class BuyersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Buyers buyers;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void a_second_account_of_one_person_is_no_new_member() {
        var phone = "phone:" + UUID.randomUUID();
        var first = new Person(UUID.randomUUID(), Set.of(phone, "unionid:" + UUID.randomUUID()));
        var second = new Person(UUID.randomUUID(), Set.of(phone));

        assertThat(isNew(first)).isTrue();
        assertThat(buy(first, UUID.randomUUID())).isTrue();

        assertThat(isNew(first)).isFalse();
        assertThat(isNew(second)).isFalse();
        assertThat(buy(second, UUID.randomUUID())).isFalse();
    }

    @Test
    void a_repetition_hears_the_same() {
        var person = new Person(UUID.randomUUID(), Set.of());
        var first = UUID.randomUUID();
        var second = UUID.randomUUID();

        assertThat(List.of(buy(person, first), buy(person, second))).containsExactly(true, false);

        assertThat(List.of(buy(person, second), buy(person, first))).containsExactly(false, true);
        assertThat(facts(person.member())).isEqualTo("2 orders, 2000 paid, 0 back");
    }

    @Test
    void of_many_first_orders_at_once_one_is_the_first() {
        for (var round = 0; round < 5; round++) {
            var shared = "address:" + UUID.randomUUID();
            var phones = IntStream.range(0, 4)
                    .mapToObj(_ -> "phone:" + UUID.randomUUID())
                    .toList();
            var orders = IntStream.range(0, 12)
                    .mapToObj(i -> new Person(UUID.randomUUID(), Set.of(shared, phones.get(i % 4))))
                    .map(person -> transactions.in(
                            tx -> buyers.bought(tx, person, UUID.randomUUID(), new Money(1), clock.instant())))
                    .toList();

            var answers = Uni.join().all(orders).andFailFast().await().atMost(PATIENCE);

            assertThat(answers).filteredOn(first -> first).hasSize(1);
        }
    }

    /** Two groups succeed at once, and the same people are in both: each asks for them in another order. */
    @Test
    void batches_of_the_same_people_do_not_deadlock() {
        var people = IntStream.range(0, 30)
                .mapToObj(_ -> new Person(UUID.randomUUID(), Set.of("phone:" + UUID.randomUUID())))
                .toList();

        var answers = Uni.join()
                .all(Stream.of(people, people.reversed(), people, people.reversed())
                        .map(batch -> batch.stream()
                                .map(each -> new Purchase(UUID.randomUUID(), each, new Money(1), clock.instant()))
                                .toList())
                        .map(batch -> transactions.in(tx -> buyers.bought(tx, batch)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(answers.stream().mapToInt(Set::size).sum()).isEqualTo(people.size());
    }

    @Test
    void a_refund_counts_once_and_only_for_a_firm_order() {
        var person = new Person(UUID.randomUUID(), Set.of());
        var order = UUID.randomUUID();
        assertThat(buy(person, order)).isTrue();

        refund(person, order, "R-" + order);
        refund(person, order, "R-" + order);
        refund(person, UUID.randomUUID(), "R-" + UUID.randomUUID());

        assertThat(facts(person.member())).isEqualTo("1 orders, 1000 paid, 400 back");
        assertThat(isNew(person)).isFalse();
    }

    private boolean isNew(Person person) {
        return buyers.isNew(transactions.reads(), person).await().atMost(PATIENCE);
    }

    private boolean buy(Person person, UUID order) {
        return transactions
                .in(tx -> buyers.bought(tx, person, order, new Money(1_000), clock.instant()))
                .await()
                .atMost(PATIENCE);
    }

    private void refund(Person person, UUID order, String reference) {
        transactions
                .in(tx -> buyers.refunded(tx, person.member(), order, reference, new Money(400), clock.instant()))
                .await()
                .atMost(PATIENCE);
    }

    private static String facts(UUID member) {
        try (var connection = Database.asApplication();
                var statement = connection.prepareStatement(
                        "select orders, paid_fen, refunded_fen from audience_buyer where member_id = ?")) {
            statement.setObject(1, member);
            var rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getInt(1) + " orders, " + rows.getLong(2) + " paid, " + rows.getLong(3) + " back";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
