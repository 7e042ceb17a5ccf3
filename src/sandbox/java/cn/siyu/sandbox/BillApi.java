package cn.siyu.sandbox;

import cn.siyu.sandbox.BillBook.Kind;
import cn.siyu.sandbox.PayRefusal.Code;
import io.vertx.core.buffer.Buffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bills of a day: asked for by date, then fetched once or more within five minutes. */
final class BillApi {
    private static final Duration GENERATION_BEGINS = Duration.ofHours(9);
    private static final Duration READY = Duration.ofHours(10);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final Set<String> BILL_TYPES = Set.of("", "ALL", "SUCCESS", "REFUND");
    private static final Set<String> ACCOUNTS = Set.of("", "BASIC", "OPERATION", "FEES");
    private static final int MOST_OFFERS = 8;
    private static final int MONTHS_KEPT = 3;

    private final BillBook book;
    private final Ledger ledger;
    private final VirtualClock clock;
    private final Deque<Offer> offers = new ArrayDeque<>();

    BillApi(BillBook book, Ledger ledger, VirtualClock clock) {
        this.book = book;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A file that waits to be fetched. */
    private record Offer(String token, byte[] bytes, boolean packed, Instant until) {}

    Answer tradeBill(Call call) {
        var day = day(call);
        var type = oneOf(call.query("bill_type"), BILL_TYPES);
        var lines = book.trades(day).stream()
                .filter(line -> !type.equals("SUCCESS") || line.what() == BillLine.What.PAYMENT)
                .filter(line -> !type.equals("REFUND") || line.what() == BillLine.What.REFUND)
                .toList();
        if (lines.isEmpty()) {
            throw none();
        }
        var tooMany = book.has(day, Kind.BAD_SUMMARY) ? 1 : 0;
        return offer(call, day, BillFile.trades(lines, packed(call), tooMany));
    }

    Answer fundFlowBill(Call call) {
        var day = day(call);
        var account = oneOf(call.query("account_type"), ACCOUNTS);
        var lines = book.flows(day);
        // One account holds all there is.
        if (lines.isEmpty() || !(account.isEmpty() || account.equals("BASIC"))) {
            throw none();
        }
        return offer(call, day, BillFile.flows(lines, packed(call), balanceBefore(BillBook.begin(day))));
    }

    Answer download(Call call) {
        var now = clock.now();
        return offers.stream()
                .filter(offer -> offer.token().equals(call.query("token")) && now.isBefore(offer.until()))
                .findFirst()
                .map(offer -> new Answer(
                        200, offer.packed() ? "application/x-gzip" : "text/plain", Buffer.buffer(offer.bytes())))
                .orElseThrow(() -> new PayRefusal(Code.INVALID_REQUEST, "token无效或已过期"));
    }

    private Answer offer(Call call, LocalDate day, BillFile file) {
        var offer =
                new Offer(Keys.hex(24), file.bytes(), packed(call), clock.now().plus(TOKEN_LIFE));
        offers.addLast(offer);
        if (offers.size() > MOST_OFFERS) {
            offers.removeFirst();
        }
        var sha1 = book.has(day, Kind.BAD_HASH) ? "0".repeat(40) : file.sha1();
        return Answer.ok(Json.object()
                .put("hash_type", "SHA1")
                .put("hash_value", sha1)
                .put("download_url", "http://" + call.header("Host") + "/v3/billdownload/file?token=" + offer.token()));
    }

    private LocalDate day(Call call) {
        var day = parsed(call.query("bill_date"));
        var now = clock.now();
        var overAt = BillBook.begin(day.plusDays(1));
        if (day.isBefore(BillBook.day(now).minusMonths(MONTHS_KEPT))) {
            throw new PayRefusal(Code.INVALID_REQUEST, "仅支持三个月内的账单");
        }
        if (now.isBefore(overAt.plus(GENERATION_BEGINS))) {
            throw none();
        }
        if (now.isBefore(overAt.plus(READY))) {
            throw new PayRefusal(Code.STATEMENT_CREATING, "账单生成中");
        }
        return day;
    }

    private static LocalDate parsed(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException malformed) {
            throw PayRules.wrong("/bill_date");
        }
    }

    private static boolean packed(Call call) {
        return oneOf(call.query("tar_type"), Set.of("", "GZIP")).equals("GZIP");
    }

    private static String oneOf(String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw new PayRefusal(Code.PARAM_ERROR, "参数错误：" + value);
        }
        return value;
    }

    private static PayRefusal none() {
        return new PayRefusal(Code.NO_STATEMENT_EXIST, "账单文件不存在");
    }

    private long balanceBefore(Instant begin) {
        var paid = ledger.payments().stream()
                .filter(payment -> before(payment.paidAt(), begin))
                .mapToLong(Payment::totalFen)
                .sum();
        var back = ledger.refunds().stream()
                .filter(refund -> refund.status() == Refund.Status.SUCCESS && before(refund.settledAt(), begin))
                .mapToLong(Refund::fen)
                .sum();
        var out = ledger.transfers().stream()
                .filter(transfer -> transfer.state() == Transfer.State.SUCCESS && before(transfer.updatedAt(), begin))
                .mapToLong(Transfer::fen)
                .sum();
        return paid - back - out;
    }

    private static boolean before(@Nullable Instant at, Instant limit) {
        return at != null && at.isBefore(limit);
    }
}
