package cn.siyu.kernel.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows as CSV text for people: UTF-8 that a spreadsheet recognises (by the byte order mark of the first row), and no cell
 * that a spreadsheet would run as a formula.
 */
public final class CsvText {

    public static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String DANGEROUS_STARTS = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}(\\.\\d{1,6})?");

    private CsvText() {}

    /** The first chunk of a file. */
    public static byte[] head(List<String> titles) {
        return (BYTE_ORDER_MARK + text(List.of(titles))).getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] rows(List<List<String>> rows) {
        return text(rows).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(List<List<String>> rows) {
        var text = new StringWriter();
        try (var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            for (var row : rows) {
                var _ = csv.writeRecord(row.stream().map(CsvText::harmless).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return text.toString();
    }

    /** A cell that a spreadsheet takes for text; plain numbers stay numbers. */
    static String harmless(String cell) {
        return cell.isEmpty()
                        || DANGEROUS_STARTS.indexOf(cell.charAt(0)) < 0
                        || NUMBER.matcher(cell).matches()
                ? cell
                : "'" + cell;
    }
}
