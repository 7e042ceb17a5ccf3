package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.wechat.BillUnsound;
import cn.siyu.wechat.Bills.Kind;
import cn.siyu.wechat.Bills.Line;
import cn.siyu.wechat.Bills.What;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a bill as its bytes come. Every cell begins with a back-tick, so cells are parted by a comma with one: names of goods
 * may hold commas and quotation marks. The two headers have none. Columns are found by their names, and what the last line
 * sums up must be what was read: a bill that was cut off is no bill.
 */
final class BillReader {

    private static final String SEPARATOR = ",`";
    private static final String TICK = "`";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Nothing in a bill is quoted, so the reader is told of a mark that no text holds. */
    private static final char NO_QUOTE = '\u0001';

    private static final Pattern YUAN = Pattern.compile("(-?)(\\d{1,13})(?:\\.(\\d{1,2})0*)?");
    private static final String TRANSFERS = "商家转账";

    private final Kind kind;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private final Map<String, Integer> columns = new HashMap<>();
    private Stage stage = Stage.HEADER;
    private long rows;
    private Money paid = Money.ZERO;
    private Money back = Money.ZERO;

    /** What comes next. */
    private enum Stage {
        HEADER,
        ROWS,
        SUMS,
        NOTHING
    }

    BillReader(Kind kind) {
        this.kind = kind;
    }

    /** The lines that are complete with this piece. */
    List<Line> take(byte[] piece) {
        var end = piece.length;
        while (end > 0 && piece[end - 1] != '\n') {
            end--;
        }
        if (end == 0) {
            rest.writeBytes(piece);
            return List.of();
        }
        rest.write(piece, 0, end);
        var whole = rest.toString(UTF_8);
        rest.reset();
        rest.write(piece, end, piece.length - end);
        return read(whole);
    }

    /** The last line, if it had no end; a file that ends before its sums is refused. */
    List<Line> end() {
        var last = read(rest.toString(UTF_8));
        if (stage != Stage.NOTHING) {
            throw new BillUnsound("it ends before its sums");
        }
        return last;
    }

    private List<Line> read(String text) {
        var lines = new ArrayList<Line>();
        var reader = CsvReader.builder()
                .fieldSeparator(SEPARATOR)
                .quoteCharacter(NO_QUOTE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .ofCsvRecord(text);
        try (reader) {
            for (var record : reader) {
                read(record).ifPresent(lines::add);
            }
        } catch (CsvParseException | IOException wrong) {
            throw new BillUnsound("a line cannot be read: " + wrong.getMessage());
        }
        return lines;
    }

    private Optional<Line> read(CsvRecord record) {
        var first = record.getField(0);
        if (!first.startsWith(TICK)) {
            header(first);
            return Optional.empty();
        }
        var cells = new ArrayList<>(record.getFields());
        cells.set(0, first.substring(TICK.length()));
        if (cells.size() != columns.size()) {
            throw new BillUnsound("a line has " + cells.size() + " cells under a header of " + columns.size());
        }
        return switch (stage) {
            case ROWS -> row(cells);
            case SUMS -> {
                sums(cells);
                stage = Stage.NOTHING;
                yield Optional.empty();
            }
            case HEADER, NOTHING -> throw new BillUnsound("a line stands where none belongs");
        };
    }

    private void header(String line) {
        stage = switch (stage) {
            case HEADER -> Stage.ROWS;
            case ROWS -> Stage.SUMS;
            case SUMS, NOTHING -> throw new BillUnsound("a header stands where none belongs");
        };
        columns.clear();
        var text = line.startsWith(BYTE_ORDER_MARK) ? line.substring(BYTE_ORDER_MARK.length()) : line;
        for (var name : text.split(",", -1)) {
            columns.put(name.trim(), columns.size());
        }
    }

    private Optional<Line> row(List<String> cells) {
        rows++;
        return switch (kind) {
            case TRADE -> Optional.of(trade(cells));
            case FUND_FLOW -> flow(cells);
        };
    }

    private Line trade(List<String> cells) {
        var state = cell(cells, "交易状态");
        var at = time(cell(cells, "交易时间"));
        if (state.equals("REFUND")) {
            var amount = fen(cell(cells, "申请退款金额"));
            back = back.plus(amount);
            return new Line(What.REFUND, cell(cells, "商户退款单号"), cell(cells, "微信退款单号"), amount, cell(cells, "退款状态"), at);
        }
        var amount = fen(cell(cells, "订单金额"));
        paid = paid.plus(amount);
        return new Line(What.PAYMENT, cell(cells, "商户订单号"), cell(cells, "微信订单号"), amount, state, at);
    }

    /** Payments and refunds are in the other bill; what comes back of a transfer counts below zero. */
    private Optional<Line> flow(List<String> cells) {
        if (!cell(cells, "业务名称").startsWith(TRANSFERS)) {
            return Optional.empty();
        }
        var amount = fen(cell(cells, "收支金额(元)"));
        return Optional.of(new Line(
                What.TRANSFER,
                cell(cells, "业务凭证号"),
                cell(cells, "微信支付业务单号"),
                cell(cells, "收支类型").equals("支出") ? amount : amount.negated(),
                "SUCCESS",
                time(cell(cells, "记账时间"))));
    }

    private void sums(List<String> cells) {
        switch (kind) {
            case TRADE -> {
                must("总交易单数", cell(cells, "总交易单数").equals(Long.toString(rows)));
                must("订单总金额", fen(cell(cells, "订单总金额")).equals(paid));
                must("申请退款总金额", fen(cell(cells, "申请退款总金额")).equals(back));
            }
            case FUND_FLOW -> must("资金流水总笔数", cell(cells, "资金流水总笔数").equals(Long.toString(rows)));
        }
    }

    private static void must(String sum, boolean right) {
        if (!right) {
            throw new BillUnsound("its lines do not add up to its " + sum);
        }
    }

    private String cell(List<String> cells, String column) {
        var at = columns.get(column);
        if (at == null) {
            throw new BillUnsound("it has no column " + column);
        }
        return cells.get(at).trim();
    }

    /** Yuan with decimals, exactly; parts of a fen are no money. */
    static Money fen(String yuan) {
        var match = YUAN.matcher(yuan);
        if (!match.matches()) {
            throw new BillUnsound("an amount is none");
        }
        var decimals = match.group(3) == null ? "" : match.group(3);
        var fen = Long.parseLong(match.group(2) + (decimals + "00").substring(0, 2));
        return Money.ofFen(match.group(1).isEmpty() ? fen : -fen);
    }

    private static Instant time(String text) {
        try {
            var local = LocalDateTime.parse(text.replace(' ', 'T'));
            return ShopCalendar.startOf(local.toLocalDate())
                    .plusSeconds(local.toLocalTime().toSecondOfDay());
        } catch (DateTimeException _) {
            throw new BillUnsound("a time is none");
        }
    }
}
