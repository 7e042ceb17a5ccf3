package cn.siyu.setup.domain;

import java.util.EnumMap;
import java.util.Map;

/**
 * What an import has done so far, by file. {@code pricesSet} counts SKUs whose price was new or other; {@code stockDiffers}
 * those whose stock in the file is not the opening balance that they once got, which is reported and not applied (2.11).
 */
public record Tally(Map<FileKind, Counts> files, int pricesSet, int stockDiffers) {

    /** Rows of one file by how they ended; {@code valid} is used by a dry run, which lands nothing. */
    public record Counts(int inserted, int updated, int unchanged, int valid, int refused) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        public Counts plus(Counts more) {
            return new Counts(
                    inserted + more.inserted,
                    updated + more.updated,
                    unchanged + more.unchanged,
                    valid + more.valid,
                    refused + more.refused);
        }

        int rows() {
            return inserted + updated + unchanged + valid + refused;
        }
    }

    public static Tally nothing() {
        return new Tally(Map.of(), 0, 0);
    }

    public Tally plus(FileKind kind, Counts counts) {
        var all = new EnumMap<FileKind, Counts>(FileKind.class);
        all.putAll(files);
        all.merge(kind, counts, Counts::plus);
        return new Tally(Map.copyOf(all), pricesSet, stockDiffers);
    }

    public Tally plusPrices(int set) {
        return new Tally(files, pricesSet + set, stockDiffers);
    }

    public Tally plusStockDiffers(int differing) {
        return new Tally(files, pricesSet, stockDiffers + differing);
    }

    public long processed() {
        return files.values().stream().mapToLong(Counts::rows).sum();
    }

    public long refused() {
        return files.values().stream().mapToLong(Counts::refused).sum();
    }
}
