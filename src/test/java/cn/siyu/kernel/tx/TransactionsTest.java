package cn.siyu.kernel.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One use case, one connection: everything in it is committed together, and a second connection is refused. */
@QuarkusTest
class TransactionsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Transactions transactions;

    @Inject
    FreshContext contexts;

    @Test
    void a_transaction_inside_a_transaction_is_refused() {
        assertThatThrownBy(() -> contexts.run(() -> transactions.in(_ -> transactions.in(TransactionsTest::one)))
                        .await()
                        .atMost(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already open");
    }

    @Test
    void a_transaction_beside_a_hibernate_session_is_refused() {
        assertThatThrownBy(() -> contexts.run(() ->
                                SessionOperations.withSession(session -> session.createNativeQuery("select 1")
                                        .getSingleResult()
                                        .chain(() -> transactions.in(TransactionsTest::one))))
                        .await()
                        .atMost(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Hibernate session is open");
    }

    @Test
    void one_transaction_after_another_is_welcome() {
        var sum = contexts.run(() -> transactions
                        .in(TransactionsTest::one)
                        .chain(first -> transactions.in(TransactionsTest::one).map(second -> first + second)))
                .await()
                .atMost(SOON);

        assertThat(sum).isEqualTo(2);
    }

    @Test
    void what_is_to_follow_the_commit_does_not_follow_a_failure() {
        var followed = new AtomicBoolean();

        assertThatThrownBy(() -> transactions
                        .in(tx -> {
                            tx.afterCommit(() -> followed.set(true));
                            return Uni.createFrom().<Void>failure(new IllegalArgumentException("no"));
                        })
                        .await()
                        .atMost(SOON))
                .hasMessage("no");
        assertThat(followed).isFalse();
    }

    @Test
    void who_was_outrun_by_a_worker_does_it_again_and_nothing_of_the_first_time_is_left() {
        var times = new AtomicInteger();
        var followed = new AtomicInteger();

        var seen = transactions
                .in(tx -> {
                    tx.afterCommit(followed::incrementAndGet);
                    return times.incrementAndGet() == 1 ? outrun() : one(tx);
                })
                .await()
                .atMost(SOON);

        assertThat(seen).isEqualTo(1);
        assertThat(times).hasValue(2);
        assertThat(followed).hasValue(1);
    }

    @Test
    void who_is_outrun_every_time_is_told_what_it_is_now() {
        var times = new AtomicInteger();

        assertThatThrownBy(() -> transactions
                        .in(_ -> {
                            times.incrementAndGet();
                            return outrun();
                        })
                        .await()
                        .atMost(SOON))
                .isInstanceOf(Refused.class)
                .hasMessage("It is over");
        assertThat(times).hasValue(3);
    }

    /** Also when neither was prepared before: orders ask for their limits this way (A13). */
    @Test
    void what_is_sent_together_is_taken_in_its_order() {
        var both = transactions
                .in(tx -> Uni.combine()
                        .all()
                        .unis(
                                tx.one("select set_config('siyu.turn', $1, true) as turn", _ -> true, "first"),
                                tx.one(
                                        "select current_setting('siyu.turn', true) as turn",
                                        row -> row.getString("turn")))
                        .asTuple())
                .await()
                .atMost(SOON);

        assertThat(both.getItem2()).isEqualTo("first");
    }

    @Test
    void an_empty_list_fits_any_array_of_the_database() {
        var sql = transactions.reads();

        assertThat(sql.one("select cardinality($1::uuid[]) as n", row -> row.getInteger("n"), List.<UUID>of())
                        .await()
                        .atMost(SOON))
                .isZero();
        assertThat(sql.one("select cardinality($1::bigint[]) as n", row -> row.getInteger("n"), List.<Long>of())
                        .await()
                        .atMost(SOON))
                .isZero();
        assertThat(sql.one("select cardinality($1::text[]) as n", row -> row.getInteger("n"), List.<String>of())
                        .await()
                        .atMost(SOON))
                .isZero();
    }

    private static Uni<Integer> outrun() {
        return Uni.createFrom().failure(new Outrun(new Refused(CommonProblem.STATE_CHANGED, "It is over")));
    }

    private static Uni<Integer> one(Tx tx) {
        return tx.one("select 1 as one", row -> row.getInteger("one"));
    }
}
