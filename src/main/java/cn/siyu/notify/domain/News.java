package cn.siyu.notify.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something has happened that members want to know.
 *
 * @param facts what the message says of it, by the names of {@link Kind#words()}, but for what is looked up when it is sent
 */
public record News(
        Kind kind, UUID event, Instant at, List<Addressee> addressees, Optional<UUID> spu, Map<String, String> facts) {

    /** A member with the order that the message opens. */
    public record Addressee(UUID member, UUID order) {}
}
