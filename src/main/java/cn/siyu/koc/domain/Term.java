package cn.siyu.koc.domain;

import java.time.Instant;

/**
 * For how long a KOC serves and what he agreed to.
 *
 * @param agreement the version of the agreement that he accepted
 * @param splitVersion the split that was in force then and that he was shown; an order goes by its own (D6)
 */
public record Term(Instant from, Instant until, String agreement, int splitVersion) {

    /** The same, for longer. */
    public Term longer(Instant end) {
        return new Term(from, end, agreement, splitVersion);
    }

    /** The same, under another agreement. */
    public Term agreed(String version) {
        return new Term(from, until, version, splitVersion);
    }

    /** The same, over earlier; an instant before its begin makes it empty. */
    public Term cutAt(Instant at) {
        if (!at.isBefore(until)) {
            return this;
        }
        return new Term(from, at.isBefore(from) ? from : at, agreement, splitVersion);
    }
}
