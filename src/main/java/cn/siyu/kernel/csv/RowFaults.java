package cn.siyu.kernel.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects what is wrong row by row, and writes it so that it can be mended and sent again. */
public final class RowFaults {

    /** Columns that a rejected file has beyond the original's: passed over when it is sent again. */
    public static final String ERROR_COLUMN = "error_column";

    public static final String ERROR_REASON = "error_reason";

    private static final int VALUE_SHOWN = 200;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<RowFault> faults = new ArrayList<>();

    public void add(CsvRow row, String column, String value, String reason) {
        faults.add(new RowFault(
                row, column, value.length() > VALUE_SHOWN ? value.substring(0, VALUE_SHOWN) : value, reason));
    }

    public List<RowFault> all() {
        return List.copyOf(faults);
    }

    /** Rows, not faults: a row may be wrong in two cells. */
    public long badRows() {
        return faults.stream().map(RowFault::row).distinct().count();
    }

    /** One line for each fault: file, line, column, value, reason. UTF-8 with a byte order mark. */
    public static byte[] report(Collection<RowFault> faults) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("file", "line", "column", "value", "reason"));
        faults.forEach(fault -> rows.add(List.of(
                fault.row().file(),
                String.valueOf(fault.row().line()),
                fault.column(),
                fault.value(),
                fault.reason())));
        return write(rows);
    }

    /** The bad rows themselves under the original header, each with what is wrong: to be mended and sent again. */
    public static byte[] rejected(Collection<RowFault> faults) {
        Map<CsvRow, List<RowFault>> byRow =
                faults.stream().collect(Collectors.groupingBy(RowFault::row, LinkedHashMap::new, Collectors.toList()));
        var rows = new ArrayList<List<String>>();
        byRow.forEach((row, all) -> {
            var original = row.header().stream()
                    .filter(column -> !column.equals(ERROR_COLUMN) && !column.equals(ERROR_REASON))
                    .toList();
            if (rows.isEmpty()) {
                rows.add(with(original, ERROR_COLUMN, ERROR_REASON));
            }
            rows.add(with(
                    original.stream().map(row::text).toList(),
                    all.stream().map(RowFault::column).collect(Collectors.joining("; ")),
                    all.stream().map(RowFault::reason).collect(Collectors.joining("; "))));
        });
        return write(rows);
    }

    private static List<String> with(List<String> cells, String... more) {
        var all = new ArrayList<>(cells);
        all.addAll(List.of(more));
        return all;
    }

    private static byte[] write(List<List<String>> rows) {
        var text = new StringWriter();
        text.append(BYTE_ORDER_MARK);
        try (var writer = CsvWriter.builder().build(text)) {
            rows.forEach(writer::writeRecord);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
