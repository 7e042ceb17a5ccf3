package cn.siyu.member.domain;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One answer of a member to one version of a notice: given or withdrawn. The latest of a kind holds; none is ever changed. */
public record Consent(UUID id, Kind kind, String version, boolean given, Instant at) {

    /** What is asked for. */
    @Schema(name = "ConsentKind")
    public enum Kind {
        PRIVACY,
        PHONE,
        MARKETING,
        PERSONALISATION
    }

    /** Whoever takes the consent back takes the data with it. */
    public boolean takesPhoneBack() {
        return kind == Kind.PHONE && !given;
    }
}
