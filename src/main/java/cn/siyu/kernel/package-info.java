/**
 * The kernel: what every context stands on and none owns. Money, ids, time, problems, the transaction, the way out (outbox)
 * and in (inbox), idempotency, audit, jobs, callers and roles, personal data ciphers.
 *
 * <p><b>Owns</b> the tables {@code kernel_*}. <b>Promises</b> that an effect, its stored answer, its audit entry and its
 * events are committed together or not at all. <b>Stands on</b> nothing of ours. It grows only by what three contexts
 * already have in common.
 */
@NullMarked
package cn.siyu.kernel;

import org.jspecify.annotations.NullMarked;
