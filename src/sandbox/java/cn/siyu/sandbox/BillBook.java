package cn.siyu.sandbox;

import cn.siyu.sandbox.BillLine.What;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the bills of a day say: the sandbox's own books, and what somebody asked to be said differently. */
final class BillBook {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final long SECONDS_OF_A_DAY = 86_400;

    private final Ledger ledger;
    private final Map<LocalDate, List<Twist>> twists = new TreeMap<>();
    private final Map<LocalDate, List<Filling>> fillings = new TreeMap<>();

    BillBook(Ledger ledger) {
        this.ledger = ledger;
    }

    /** How a bill is made to differ from the books. */
    enum Kind {
        /** A line is left out: it is missing there. */
        OMIT,
        /** A line about nothing: it is missing here. */
        ADD,
        /** Another amount. */
        AMOUNT,
        /** Another state. */
        STATE,
        /** The same line twice. */
        DOUBLE,
        /** A hash that is not that of the file. */
        BAD_HASH,
        /** A summary that counts one line more than there is. */
        BAD_SUMMARY
    }

    /** One difference; what it does not need is empty or zero. */
    record Twist(Kind kind, What what, String number, long fen, String state) {}

    /** So many payments of a shop whose orders this sandbox never saw: numbers with six digits after the prefix. */
    record Filling(String prefix, int count, long fen) {

        /** Amounts differ, so that a mix-up of lines would show. */
        BillLine line(int i, Instant begin) {
            var digits = String.valueOf(1_000_000 + i).substring(1);
            var number = prefix + digits;
            var at = begin.plusSeconds(i * SECONDS_OF_A_DAY / (count + 1L));
            var transaction = "4200" + begin.getEpochSecond() + "000000" + digits;
            return new BillLine(
                    What.PAYMENT,
                    at,
                    number,
                    number,
                    transaction,
                    "",
                    fen + i % 1_000,
                    "SUCCESS",
                    "o-filling",
                    "童装, 套装");
        }
    }

    static LocalDate day(Instant at) {
        return at.atOffset(CHINA).toLocalDate();
    }

    static Instant begin(LocalDate day) {
        return day.atStartOfDay().toInstant(CHINA);
    }

    void twist(LocalDate day, Twist twist) {
        twists.computeIfAbsent(day, _ -> new ArrayList<>()).add(twist);
    }

    void fill(LocalDate day, Filling filling) {
        fillings.computeIfAbsent(day, _ -> new ArrayList<>()).add(filling);
    }

    void forget(LocalDate day) {
        twists.remove(day);
        fillings.remove(day);
    }

    void forget() {
        twists.clear();
        fillings.clear();
    }

    boolean has(LocalDate day, Kind kind) {
        return twists.getOrDefault(day, List.of()).stream().anyMatch(twist -> twist.kind() == kind);
    }

    /** Payments and refunds of a day, as they stood when it was over. */
    List<BillLine> trades(LocalDate day) {
        var lines = new ArrayList<BillLine>();
        for (var payment : ledger.payments()) {
            var paidAt = payment.paidAt();
            if (paidAt != null && day(paidAt).equals(day)) {
                lines.add(line(payment, paidAt));
            }
        }
        for (var refund : ledger.refunds()) {
            if (day(refund.createdAt()).equals(day)) {
                lines.add(line(refund, day));
            }
        }
        var begin = begin(day);
        for (var filling : fillings.getOrDefault(day, List.of())) {
            for (var i = 1; i <= filling.count(); i++) {
                lines.add(filling.line(i, begin));
            }
        }
        return twisted(day, lines, twist -> twist.what() != What.TRANSFER);
    }

    /** Transfers that arrived on a day; payments and refunds that moved money on it. */
    List<BillLine> flows(LocalDate day) {
        var lines = new ArrayList<BillLine>();
        for (var payment : ledger.payments()) {
            var paidAt = payment.paidAt();
            if (paidAt != null && day(paidAt).equals(day)) {
                lines.add(line(payment, paidAt));
            }
        }
        for (var refund : ledger.refunds()) {
            var settledAt = refund.settledAt();
            if (refund.status() == Refund.Status.SUCCESS
                    && settledAt != null
                    && day(settledAt).equals(day)) {
                lines.add(line(refund, day));
            }
        }
        for (var transfer : ledger.transfers()) {
            if (transfer.state() == Transfer.State.SUCCESS
                    && day(transfer.updatedAt()).equals(day)) {
                lines.add(line(transfer));
            }
        }
        return twisted(day, lines, twist -> twist.what() == What.TRANSFER);
    }

    private interface Which {
        boolean test(Twist twist);
    }

    private List<BillLine> twisted(LocalDate day, List<BillLine> lines, Which which) {
        var byNumber = new TreeMap<String, Twist>();
        for (var twist : twists.getOrDefault(day, List.of())) {
            if (which.test(twist) && !twist.number().isEmpty()) {
                byNumber.put(twist.number(), twist);
            }
        }
        var said = new ArrayList<BillLine>(lines.size() + byNumber.size());
        for (var line : lines) {
            var twist = byNumber.get(line.number());
            if (twist == null || twist.kind() == Kind.ADD) {
                said.add(line);
            } else {
                apply(twist, line, said);
            }
        }
        byNumber.values().stream()
                .filter(twist -> twist.kind() == Kind.ADD)
                .map(twist -> invented(twist, day))
                .forEach(said::add);
        said.sort(Comparator.comparing(BillLine::at).thenComparing(BillLine::number));
        return said;
    }

    private static void apply(Twist twist, BillLine line, List<BillLine> said) {
        switch (twist.kind()) {
            case AMOUNT -> said.add(line.of(line.fen() + twist.fen()));
            case STATE -> said.add(line.in(twist.state()));
            case DOUBLE -> {
                said.add(line);
                said.add(line.again());
            }
            default -> {
                // Left out.
            }
        }
    }

    private static BillLine invented(Twist twist, LocalDate day) {
        var at = begin(day).plusSeconds(SECONDS_OF_A_DAY / 2);
        return new BillLine(
                twist.what(),
                at,
                twist.number(),
                twist.what() == What.REFUND ? "nobody-knows" : twist.number(),
                Numbers.transactionId(at),
                twist.what() == What.REFUND ? Numbers.refundId(at) : "",
                twist.fen(),
                "SUCCESS",
                "o-nobody",
                "没有人买过");
    }

    private static BillLine line(Payment payment, Instant paidAt) {
        return new BillLine(
                What.PAYMENT,
                paidAt,
                payment.outTradeNo(),
                payment.outTradeNo(),
                String.valueOf(payment.transactionId()),
                "",
                payment.totalFen(),
                "SUCCESS",
                payment.openid(),
                payment.request().path("description").asText());
    }

    private BillLine line(Refund refund, LocalDate day) {
        var payment = ledger.payment(refund.outTradeNo()).orElseThrow();
        return new BillLine(
                What.REFUND,
                refund.createdAt(),
                refund.outRefundNo(),
                refund.outTradeNo(),
                String.valueOf(payment.transactionId()),
                refund.refundId(),
                refund.fen(),
                stateAtTheEndOf(day, refund),
                payment.openid(),
                payment.request().path("description").asText());
    }

    /** A bill is never written again: what a refund becomes later is not in it. */
    private static String stateAtTheEndOf(LocalDate day, Refund refund) {
        var settledAt = refund.settledAt();
        if (settledAt == null || day(settledAt).isAfter(day)) {
            return "PROCESSING";
        }
        return refund.status() == Refund.Status.SUCCESS ? "SUCCESS" : "FAIL";
    }

    private static BillLine line(Transfer transfer) {
        return new BillLine(
                What.TRANSFER,
                transfer.updatedAt(),
                transfer.outBillNo(),
                transfer.outBillNo(),
                transfer.transferBillNo(),
                "",
                transfer.fen(),
                "SUCCESS",
                transfer.openid(),
                transfer.request().path("transfer_remark").asText());
    }
}
