package cn.siyu.kernel.csv;

import java.util.List;

/** One row of a file. {@code line} is where it starts, counting from 1 with the header; {@code fields} may be ragged. */
public record CsvRow(String file, long line, List<String> header, List<String> fields) {

    /** The trimmed text of a cell; empty when the file has no such column. */
    public String text(String column) {
        var index = header.indexOf(column);
        return index < 0 || index >= fields.size() ? "" : fields.get(index).trim();
    }
}
