package cn.siyu.catalog.app;

import cn.siyu.catalog.domain.TitleClaims;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The words that a title must not hold, from the list that the application carries. */
@Singleton
class ForbiddenWords {

    private static final String LIST = "/catalog/title-claims.txt";

    private final TitleClaims claims = read();

    TitleClaims claims() {
        return claims;
    }

    private static TitleClaims read() {
        try (var in = Objects.requireNonNull(ForbiddenWords.class.getResourceAsStream(LIST), LIST)) {
            return new TitleClaims(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
