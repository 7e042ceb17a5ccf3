package cn.siyu.catalog.domain;

import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words check of L6: superlatives and medical claims have no place in a title. */
public record TitleClaims(List<String> words) {

    /** The first forbidden word of a title. Blanks inside do not hide it. */
    public Optional<String> in(String title) {
        var plain = title.replaceAll("[\\s\\u3000]+", "").toLowerCase(Locale.ROOT);
        return words.stream().filter(plain::contains).findFirst();
    }

    public void requireNone(String title) {
        in(title).ifPresent(word -> {
            throw Refused.with(
                    CatalogProblem.PRODUCT_TITLE_CLAIM,
                    "The title must not say \"" + word + "\"",
                    Map.of("word", word));
        });
    }
}
