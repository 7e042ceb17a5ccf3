package cn.siyu.audience.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tag that a member carries, or carried, in {@code [from, to)}; {@code ruleVersion} of the rule that gave it. */
public record Carried(
        UUID tag,
        String tagName,
        String groupName,
        Instant from,
        Optional<Instant> to,
        Source source,
        OptionalInt ruleVersion,
        String actor) {

    /** Who gave it. */
    @Schema(name = "TagSource")
    public enum Source {
        RULE,
        MANUAL,
        IMPORT
    }
}
