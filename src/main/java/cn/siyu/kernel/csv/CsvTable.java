package cn.siyu.kernel.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A CSV file that somebody handed in, read as rows with their line numbers. UTF-8 with or without byte order mark, or GBK as
 * spreadsheets in China write it. Columns that {@link RowFaults} added to a rejected file are passed over, so that the
 * mended file can be sent as it is.
 *
 * @param rows those with the right number of fields, in order; blank lines are left out
 */
public record CsvTable(List<String> header, List<CsvRow> rows) {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Charset GBK = Charset.forName("GB18030");

    /** The file as a whole cannot be read: {@code line} where it is known (1 is the header), and why. */
    public static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final long line;

        Unreadable(long line, String why) {
            super(why);
            this.line = line;
        }

        public long line() {
            return line;
        }
    }

    /**
     * @param required columns that must be there
     * @param faults receives rows with too few or too many fields
     */
    public static CsvTable parse(String file, byte[] content, Set<String> required, RowFaults faults)
            throws Unreadable {
        var records = records(withoutNul(text(content)));
        if (records.isEmpty()) {
            throw new Unreadable(1, "the file is empty: a header line is needed");
        }
        var header = records.getFirst().getFields().stream().map(String::trim).toList();
        checkHeader(header, required);
        var rows = new ArrayList<CsvRow>(records.size() - 1);
        for (var csv : records.subList(1, records.size())) {
            var row = new CsvRow(file, csv.getStartingLineNumber(), header, csv.getFields());
            if (csv.getFieldCount() == header.size()) {
                rows.add(row);
            } else {
                faults.add(row, "", "", "has " + csv.getFieldCount() + " fields where the header has " + header.size());
            }
        }
        return new CsvTable(header, List.copyOf(rows));
    }

    private static void checkHeader(List<String> header, Set<String> required) throws Unreadable {
        var missing = required.stream()
                .filter(column -> !header.contains(column))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new Unreadable(1, "these columns are missing in the header: " + missing);
        }
        var seen = new HashSet<String>();
        for (var column : header) {
            if (!seen.add(column)) {
                throw new Unreadable(1, "the column " + column + " stands twice in the header");
            }
        }
    }

    private static List<CsvRecord> records(String text) throws Unreadable {
        var reader = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text);
        try (reader) {
            return reader.stream().toList();
        } catch (CsvParseException | java.io.IOException e) {
            throw new Unreadable(0, "is not a CSV file: " + e.getMessage());
        }
    }

    /** No text of ours may hold U+0000, which PostgreSQL cannot store; a file with one is as a rule no text at all. */
    private static String withoutNul(String text) throws Unreadable {
        var found = text.indexOf('\0');
        if (found >= 0) {
            var line =
                    1 + text.substring(0, found).chars().filter(c -> c == '\n').count();
            throw new Unreadable(line, "holds the character U+0000: it is not a text file, or a damaged one");
        }
        return text;
    }

    private static String text(byte[] content) throws Unreadable {
        for (var charset : List.of(StandardCharsets.UTF_8, GBK)) {
            try {
                var text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(content))
                        .toString();
                return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
            } catch (CharacterCodingException _) {
                // The next charset is tried; a text that none of them reads is refused below.
            }
        }
        throw new Unreadable(0, "is neither UTF-8 nor GBK text");
    }
}
