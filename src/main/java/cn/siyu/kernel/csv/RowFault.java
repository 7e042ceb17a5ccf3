package cn.siyu.kernel.csv;

/** What is wrong with one row: {@code column} and {@code value} are empty when the row as a whole is meant. */
public record RowFault(CsvRow row, String column, String value, String reason) {}
