package cn.siyu.distribution;

import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** How deep pay goes and who may stand beside whom, as it was at an instant (L8, C0e): whoever reckons asks here. */
public interface Compliance {

    /**
     * What holds.
     *
     * @param maxDepth 1; 2 with a legal confirmation on record; never 3
     * @param inviter the inviter's share of a line's net; nothing while one level is the rule
     * @param leaderBeside whether a group's leader may be paid beside a distributor
     */
    record Rules(int version, int maxDepth, Rate inviter, boolean leaderBeside) {}

    /** What was in force from when on, the oldest first; each until the next. */
    record History(List<Version> versions) {

        /** One of them. */
        public record Version(Instant since, Rules rules) {}

        /** What was in force at an instant that this history was asked for. */
        public Rules at(Instant instant) {
            return versions.stream()
                    .filter(version -> !version.since().isAfter(instant))
                    .reduce((_, later) -> later)
                    .orElseThrow(() -> new IllegalArgumentException("nothing is known of " + instant))
                    .rules();
        }
    }

    /** What was in force at any instant of {@code [from, until]}. */
    Uni<History> during(Sql sql, Instant from, Instant until);
}
