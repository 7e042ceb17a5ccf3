package cn.siyu.setup.domain;

import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the cells of one row; what is wrong with a cell is noted, and the row is then not {@link #good()}. */
final class Cells {

    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z._-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");
    private static final int AXES_MAX = 3;
    private static final int SPEC_LENGTH_MAX = 40;

    private final CsvRow row;
    private final RowFaults faults;
    private boolean good = true;

    Cells(CsvRow row, RowFaults faults) {
        this.row = row;
        this.faults = faults;
    }

    boolean good() {
        return good;
    }

    String code(String column) {
        return optionalCode(column).orElseGet(() -> {
            if (row.text(column).isEmpty()) {
                bad(column, "is needed");
            }
            return "";
        });
    }

    Optional<String> optionalCode(String column) {
        var text = row.text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!CODE.matcher(text).matches()) {
            bad(column, "is not a code: 1 to 64 of letters, digits, dot, dash and underscore");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    String needed(String column, int lengthMax) {
        var text = text(column, lengthMax);
        if (text.isEmpty()) {
            bad(column, "is needed");
        }
        return text;
    }

    String text(String column, int lengthMax) {
        var text = row.text(column);
        if (text.length() > lengthMax) {
            bad(column, "is longer than " + lengthMax + " characters");
        }
        return text;
    }

    Money price(String column) {
        return optionalPrice(column).orElseGet(() -> {
            if (row.text(column).isEmpty()) {
                bad(column, "is needed: a whole number of fen");
            }
            return Money.ZERO;
        });
    }

    Optional<Money> optionalPrice(String column) {
        var text = row.text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!NUMBER.matcher(text).matches()) {
            bad(column, "is not a whole number of fen");
            return Optional.empty();
        }
        var fen = Long.parseLong(text);
        if (fen < 1) {
            bad(column, "must be at least 1 fen");
        }
        return Optional.of(new Money(fen));
    }

    /** A whole number within bounds; an empty cell is the least one. */
    int number(String column, int least, int most) {
        var text = row.text(column);
        if (text.isEmpty()) {
            return least;
        }
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            bad(column, "is not a whole number from " + least + " to " + most);
            return least;
        }
        return Integer.parseInt(text);
    }

    boolean flag(String column) {
        var text = row.text(column);
        if (!text.isEmpty() && !text.equals("0") && !text.equals("1")) {
            bad(column, "is neither 0 nor 1");
        }
        return text.equals("1");
    }

    Instant instant(String column) {
        try {
            return OffsetDateTime.parse(row.text(column)).toInstant();
        } catch (DateTimeException _) {
            bad(column, "is not an instant with offset, such as 2026-03-01T10:00:00+08:00");
            return Instant.EPOCH;
        }
    }

    /** Addresses joined by a bar; they are kept as text and never fetched. */
    List<String> addresses(String column) {
        return Arrays.stream(row.text(column).split("\\|", -1))
                .map(String::trim)
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** {@code axis=value} joined by a bar, one to three axes, each once. */
    List<Map.Entry<String, String>> specs(String column) {
        var specs = new LinkedHashMap<String, String>();
        for (var part : row.text(column).split("\\|", -1)) {
            var pair = part.split("=", 2);
            if (pair.length != 2 || pair[0].isBlank() || pair[1].isBlank()) {
                bad(column, "is not axis=value joined by a bar, such as 颜色=红|尺码=110");
                return List.of();
            }
            if (pair[0].trim().length() > SPEC_LENGTH_MAX || pair[1].trim().length() > SPEC_LENGTH_MAX) {
                bad(column, "has an axis or value longer than " + SPEC_LENGTH_MAX + " characters");
                return List.of();
            }
            if (specs.put(pair[0].trim(), pair[1].trim()) != null) {
                bad(column, "names the axis " + pair[0].trim() + " twice");
                return List.of();
            }
        }
        if (specs.size() > AXES_MAX) {
            bad(column, "has more than " + AXES_MAX + " axes");
        }
        return List.copyOf(specs.entrySet());
    }

    void bad(String column, String reason) {
        good = false;
        faults.add(row, column, row.text(column), reason);
    }
}
