package cn.siyu.kernel.audit;

import cn.siyu.kernel.security.Actor;
import org.jspecify.annotations.Nullable;

/**
 * One change by staff (or by the system in their name): who did what to which thing, why, and how it looked before and
 * after. {@code before} and {@code after} are plain values without personal data; they are kept as JSON.
 *
 * @param action a stable name, such as {@code product.publish}
 * @param targetKind such as {@code product}; {@code targetId} is its id or number
 * @param reason mandatory for changes of money, stock and binding; at most 200 characters
 */
public record AuditEntry(
        Actor actor,
        String action,
        String targetKind,
        String targetId,
        @Nullable String reason,
        @Nullable Object before,
        @Nullable Object after) {}
