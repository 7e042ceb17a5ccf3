package cn.siyu.kernel.problem;

import java.util.Locale;

/**
 * One way in which the shop says no: an HTTP status and a stable code in upper snake case that clients branch on. Each
 * context lists its own in an enum; {@code openapi/problems.md} lists them all, and a test compares the two.
 */
public interface ProblemType {

    int status();

    /** Stable, such as {@code STOCK_SHORT}: never renamed once published. */
    String code();

    /** One plain sentence for people; clients must not parse it. */
    String title();

    /** Whether the same request may succeed later without being changed. */
    default boolean retryable() {
        return status() == 429 || status() == 503;
    }

    /** The {@code type} member of RFC 9457, such as {@code /problems/stock-short}. */
    default String type() {
        return "/problems/" + code().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
