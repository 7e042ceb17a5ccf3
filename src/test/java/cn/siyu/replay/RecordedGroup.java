package cn.siyu.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * One group of the record: who began it, what was bought, who joined. Files: {@code successful.tsv} has a line "initiator, item,
 * participant ..." for each group that filled, {@code failed.tsv} "initiator, item" for each that nobody joined.
 */
record RecordedGroup(String leader, String item, List<String> joiners, boolean filled) {

    /** A group that nobody joined tells no size; two is the least that a group can have. */
    private static final int LEAST_SIZE = 2;

    int size() {
        return filled ? joiners.size() + 1 : LEAST_SIZE;
    }

    /** What is sold in groups of one size: an activity of its own here. */
    record Offer(String item, int size) {}

    Offer offer() {
        return new Offer(item, size());
    }

    /**
     * At most {@code limit} groups, filled and failed ones in the proportion of the files and spread among each other in their
     * order.
     */
    static List<RecordedGroup> read(Path folder, int limit) {
        var filled = lines(folder.resolve("successful.tsv"), true);
        var failed = lines(folder.resolve("failed.tsv"), false);
        var total = filled.size() + failed.size();
        var wanted = Math.min(limit, total);
        var wantedFilled = (int) Math.round((double) wanted * filled.size() / total);
        return mixed(filled.subList(0, wantedFilled), failed.subList(0, wanted - wantedFilled));
    }

    private static List<RecordedGroup> mixed(List<RecordedGroup> filled, List<RecordedGroup> failed) {
        var all = new ArrayList<RecordedGroup>();
        var next = 0;
        for (var i = 0; i < filled.size(); i++) {
            all.add(filled.get(i));
            var due = (int) ((long) (i + 1) * failed.size() / filled.size());
            all.addAll(failed.subList(next, due));
            next = due;
        }
        all.addAll(failed.subList(next, failed.size()));
        return all;
    }

    private static List<RecordedGroup> lines(Path file, boolean filled) {
        try {
            var lines = Files.readAllLines(file);
            var groups = new ArrayList<RecordedGroup>();
            for (var i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    groups.add(parse(lines.get(i), filled, file.getFileName() + " line " + (i + 1)));
                }
            }
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static RecordedGroup parse(String line, boolean filled, String where) {
        var fields = List.of(line.split("\t", -1));
        if (filled ? fields.size() < 3 : fields.size() != 2) {
            throw new IllegalArgumentException(
                    where + ": " + (filled ? "initiator, item and participants" : "initiator and item")
                            + " were expected, there are " + fields.size() + " fields");
        }
        if (fields.stream().anyMatch(field -> !field.matches("[0-9A-Za-z]{1,20}"))) {
            throw new IllegalArgumentException(where + ": an id is letters and digits");
        }
        var joiners = fields.subList(2, fields.size());
        var people = new HashSet<>(joiners);
        if (!people.add(fields.getFirst()) || people.size() != joiners.size() + 1) {
            throw new IllegalArgumentException(where + ": somebody is in it twice");
        }
        return new RecordedGroup(fields.get(0), fields.get(1), List.copyOf(joiners), filled);
    }
}
