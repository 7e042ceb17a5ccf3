package cn.siyu.sharing.app;

import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.sharing.PromotionText;
import cn.siyu.sharing.domain.SharingProblem;
import cn.siyu.sharing.domain.WordList;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of words that comes with the shop, read once at the start. */
@Singleton
class PromotionWords implements PromotionText {

    private static final String LIST = "/sharing/promotion-words.csv";

    private final WordList words = read();

    @Override
    public Optional<Breach> breach(String text) {
        return words.in(text).map(found -> new Breach(found.word(), found.kind()));
    }

    @Override
    public void check(Map<String, String> texts) {
        var errors = texts.entrySet().stream()
                .flatMap(text -> error(text.getKey(), text.getValue()))
                .toList();
        if (!errors.isEmpty()) {
            throw Refused.fields(SharingProblem.PROMOTION_WORDING, errors);
        }
    }

    private Stream<FieldError> error(String field, String text) {
        return breach(text).stream()
                .map(breach -> new FieldError(field, "must not say " + breach.word() + " (" + breach.kind() + ")"));
    }

    private static WordList read() {
        var stream = Objects.requireNonNull(PromotionWords.class.getResourceAsStream(LIST));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return WordList.parse(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
