/**
 * Ledger: accounts and postings, double entry, insert only.
 *
 * <p><b>Owns</b> {@code ledger_*}. <b>Promises</b> that each transfer balances and is written once for its reference. <b>Stands on</b> the
 * kernel.
 */
@NullMarked
package cn.siyu.ledger;

import org.jspecify.annotations.NullMarked;
