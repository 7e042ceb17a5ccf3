package cn.siyu.sharing.domain;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Words that promotions must not use, with the law that says so. Spaces, dots and the like between the characters of a word
 * do not hide it; a harmless word that contains one ({@code 最近}) is no breach.
 */
public final class WordList {

    private static final int COLUMNS = 4;
    private static final Pattern HIDING = Pattern.compile("[\\s\\p{Cf}\\p{Zs}·•.*_~|/\\\\-]+");

    private final List<Word> words;

    private WordList(List<Word> words) {
        this.words = words;
    }

    /** A word, what kind of claim it makes, and where it is no such claim. */
    private record Word(String word, String kind, List<String> unless) {

        boolean isIn(String text) {
            for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                if (!isHarmless(text, at)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether the word at this place is a part of a harmless one. */
        private boolean isHarmless(String text, int at) {
            return unless.stream().anyMatch(longer -> {
                var start = at - longer.indexOf(word);
                return start >= 0 && text.startsWith(longer, start);
            });
        }
    }

    /** A word that was found and the kind of claim that it makes, such as {@code SUPERLATIVE}. */
    public record Found(String word, String kind) {}

    /** Reads lines of word, kind, harmless words parted by {@code |}, source; the first line names the columns. */
    public static WordList parse(List<String> lines) {
        var words = new ArrayList<Word>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",", -1);
            if (cells.length != COLUMNS || cells[0].isBlank() || cells[3].isBlank()) {
                throw new IllegalArgumentException("not a word with its kind and source: " + line);
            }
            var unless = Arrays.stream(cells[2].split("\\|"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            words.add(new Word(plain(cells[0]), cells[1], unless));
        }
        return new WordList(List.copyOf(words));
    }

    /** The first of the list that is in {@code text}. */
    public Optional<Found> in(String text) {
        var plain = plain(text);
        return words.stream()
                .filter(word -> word.isIn(plain))
                .findFirst()
                .map(word -> new Found(word.word(), word.kind()));
    }

    private static String plain(String text) {
        var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return HIDING.matcher(folded).replaceAll("");
    }
}
