package cn.siyu.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.Payments.Prepared;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A till for tests: dues of made-up orders, and what the books say about them. */
@ApplicationScoped
public class Till {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    private @Nullable Connection connection;

    @Inject
    Payments payments;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    /** What a buyer owes for a made-up order, to be paid within half an hour. */
    public Due due(String buyer, long fen) {
        var number = "T" + Math.abs(RANDOM.nextLong() % 1_000_000_000_000_000L);
        return new Due(
                Ids.next(),
                number,
                Ids.next(),
                SandboxControl.openid(buyer),
                Money.ofFen(fen),
                "童装 T-shirt",
                clock.instant().plus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS));
    }

    public Prepared start(Due due) {
        return ended(payments.start(due));
    }

    /** The same, where only the effect matters. */
    public void prepare(Due due) {
        assertThat(start(due).payment()).isNotNull();
    }

    public Payments.Closing close(Due due) {
        return ended(payments.close(due.order()));
    }

    /** Started, paid and captured. */
    public Due paid(String buyer, long fen) {
        var due = due(buyer, fen);
        prepare(due);
        SandboxControl.pay(due.orderNo());
        awaitState(due.orderNo(), "CAPTURED");
        return due;
    }

    public void settleZero(Due due) {
        var _ = ended(transactions.in(
                tx -> payments.settleZero(tx, due, clock.instant()).replaceWith(true)));
    }

    public void refund(Due due, String refundNo, long fen) {
        refund(due, Optional.empty(), refundNo, fen);
    }

    public void refund(Due due, Optional<UUID> payment, String refundNo, long fen) {
        var request = new RefundRequest(due.order(), payment, refundNo, Money.ofFen(fen), "退款 in a test");
        var _ = ended(transactions.in(
                tx -> payments.refund(tx, request, clock.instant()).replaceWith(true)));
    }

    /** Captured minus refunded of one number, by our postings. */
    public long ledgerFen(String outTradeNo) {
        return Long.parseLong(text("""
                with wanted as (select ?::text as number)
                select coalesce((select sum(t.amount_fen) from ledger_transfer t
                                  where t.reference = 'CAPTURE:' || number), 0)
                     - coalesce((select sum(t.amount_fen)
                                   from payment_refund r
                                   join ledger_transfer t on t.reference = 'REFUND:' || r.refund_no
                                  where r.out_trade_no = number), 0)
                  from wanted""", outTradeNo));
    }

    /** What WeChat holds for us under one number, by its own books. */
    public static long sandboxFen(String outTradeNo) {
        var books = SandboxControl.payment(outTradeNo);
        var paid =
                books.path("transactionId").isTextual() ? books.path("totalFen").asLong() : 0;
        return paid - books.path("refundedFen").asLong();
    }

    public void awaitState(String outTradeNo, String state) {
        Awaitility.await(outTradeNo + " becomes " + state)
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(outTradeNo)).isEqualTo(state));
    }

    public void awaitRefund(String refundNo, String state) {
        Awaitility.await(refundNo + " becomes " + state)
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refundState(refundNo)).isEqualTo(state));
    }

    /** Both sides name the same sum. */
    public void awaitEqualBooks(String outTradeNo) {
        Awaitility.await("equal books of " + outTradeNo)
                .pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ledgerFen(outTradeNo)).isEqualTo(sandboxFen(outTradeNo)));
    }

    public String state(String outTradeNo) {
        return text("select state from payment_attempt where out_trade_no = ?", outTradeNo);
    }

    public String refundState(String refundNo) {
        return text("select state from payment_refund where refund_no = ?", refundNo);
    }

    public UUID paymentOf(String outTradeNo) {
        return UUID.fromString(text("select id::text from payment_attempt where out_trade_no = ?", outTradeNo));
    }

    public long count(String sql, String parameter) {
        return Long.parseLong(text(sql, parameter));
    }

    /** The single value of a query with one parameter; empty when there is no row. */
    public synchronized String text(String sql, String parameter) {
        try (var statement = connection().prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One for all questions: tests ask often, and opening costs more than asking. */
    private Connection connection() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = Database.asOwner();
        }
        return connection;
    }

    @PreDestroy
    void hangUp() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }

    public static void asOwner(String sql) {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            var _ = statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static <T> T ended(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
