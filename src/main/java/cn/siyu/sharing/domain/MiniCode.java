package cn.siyu.sharing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The picture that opens the mini-program with a token as its scene, and how far its making has come.
 *
 * @param lastCode why WeChat last did not make it
 */
public record MiniCode(Wanted wanted, State state, Optional<String> mediaType, Optional<String> lastCode) {

    public static final int NARROWEST = 280;
    public static final int WIDEST = 1280;

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1));

    /** Which code: a token at a version of the mini-program in a width. */
    public record Wanted(String token, String version, int width) {}

    /** How far it is. */
    @Schema(name = "MiniCodeState")
    public enum State {
        PENDING,
        READY,
        FAILED
    }

    /** After the n-th try that WeChat did not answer: later each time, an hour at most. */
    public static Instant nextTry(int tries, Instant now) {
        return now.plus(WAITS.get(Math.clamp(tries - 1L, 0, WAITS.size() - 1)));
    }

    /** What kind of picture begins with these bytes; empty when it is none that WeChat makes. */
    public static Optional<String> mediaType(byte[] image) {
        if (startsWith(image, 0x89, 'P', 'N', 'G')) {
            return Optional.of("image/png");
        }
        return startsWith(image, 0xFF, 0xD8, 0xFF) ? Optional.of("image/jpeg") : Optional.empty();
    }

    private static boolean startsWith(byte[] image, int... begin) {
        for (var at = 0; at < begin.length; at++) {
            if (image.length <= at || (image[at] & 0xFF) != begin[at]) {
                return false;
            }
        }
        return true;
    }
}
