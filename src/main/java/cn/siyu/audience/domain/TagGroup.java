package cn.siyu.audience.domain;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Tags that belong together.
 *
 * @param single a member carries at most one of its tags at a time; fixed when it is made
 */
public record TagGroup(UUID id, String name, Scope scope, boolean single, long version) {

    /** Which staff see and use the group (G1): operations, sales, or all. */
    @Schema(name = "TagGroupScope")
    public enum Scope {
        ROLE_OPS,
        ROLE_SALES,
        ALL
    }
}
