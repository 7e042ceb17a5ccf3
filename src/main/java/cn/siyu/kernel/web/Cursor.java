package cn.siyu.kernel.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a keyset page ended: the sort instant of its last row and, among equals, that row's id. Opaque to clients. */
public record Cursor(Instant at, UUID id) {

    /** Reads what a client sent back; an absent or empty cursor is the first page, a broken one is refused. */
    public static Optional<Cursor> parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("_", 2);
            return Optional.of(new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1])));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST, List.of(new FieldError("cursor", "is not a cursor of this list")));
        }
    }

    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + "_" + id).getBytes(StandardCharsets.UTF_8));
    }
}
