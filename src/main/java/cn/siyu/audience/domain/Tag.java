package cn.siyu.audience.domain;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Something that is said of members: by staff and files for {@code ttlDays} or until it is taken back, or by a rule as long
 * as that holds.
 *
 * @param ruleVersion grows with every change of the rule
 */
public record Tag(
        UUID id,
        UUID group,
        boolean single,
        String name,
        OptionalInt ttlDays,
        Optional<Map<String, Object>> rule,
        int ruleVersion,
        boolean ended,
        long version) {

    /** Writers of one of these at a time: in a single group the tags push each other out. */
    public String heldAs() {
        return "audience.carried:" + (single ? group : id);
    }
}
