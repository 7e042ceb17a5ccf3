package cn.siyu.kernel.web;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestMulti;

/**
 * A list of any length as a downloaded CSV file: read page by page behind a cursor and sent as it is read, so that neither
 * the rows nor a connection are held for longer than one page.
 */
public final class CsvExport {

    private static final String DISPOSITION = "Content-Disposition";

    private CsvExport() {}

    /**
     * @param titles the first line
     * @param page reads the rows after a cursor, none when there are no more
     * @param cursor where a row stands
     * @param cells a row as text, in the order of {@code titles}
     */
    public static <R> RestMulti<byte[]> of(
            String fileName,
            List<String> titles,
            Function<Optional<Cursor>, Uni<List<R>>> page,
            Function<R, Cursor> cursor,
            Function<R, List<String>> cells) {
        return RestMulti.fromMultiData(chunks(titles, page, cursor, cells))
                .header(DISPOSITION, attachment(fileName))
                .build();
    }

    /**
     * The same of something that may be refused: {@code known} is asked before anything is sent.
     *
     * @param page reads the rows of what was found after a cursor
     */
    public static <C, R> RestMulti<byte[]> of(
            Uni<C> known,
            String fileName,
            List<String> titles,
            BiFunction<C, Optional<Cursor>, Uni<List<R>>> page,
            Function<R, Cursor> cursor,
            Function<R, List<String>> cells) {
        return RestMulti.fromUniResponse(
                known,
                found -> chunks(titles, after -> page.apply(found, after), cursor, cells),
                _ -> Map.of(DISPOSITION, List.of(attachment(fileName))));
    }

    private static String attachment(String fileName) {
        return "attachment; filename=\"" + fileName + "\"";
    }

    private static <R> Multi<byte[]> chunks(
            List<String> titles,
            Function<Optional<Cursor>, Uni<List<R>>> page,
            Function<R, Cursor> cursor,
            Function<R, List<String>> cells) {
        var body = Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<Optional<Cursor>>(Optional.empty()),
                        at -> page.apply(at.get())
                                .invoke(rows -> rows.stream()
                                        .reduce((_, last) -> last)
                                        .ifPresent(last -> at.set(Optional.of(cursor.apply(last))))))
                .until(List::isEmpty)
                .map(rows -> CsvText.rows(rows.stream().map(cells).toList()));
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(CsvText.head(titles)), body);
    }
}
