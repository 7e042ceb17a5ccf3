/**
 * Report: what the brand has sold, to whom, and through whom.
 *
 * <p><b>Owns</b> {@code report_*}. <b>Promises</b> that a rollup equals a recomputation from the orders, to the fen. <b>Stands on</b>
 * {@code trade}, {@code distribution}, {@code koc}. <b>Hears</b> {@code OrderPaid}, {@code OrderRefunded}; is called by nobody.
 */
@NullMarked
package cn.siyu.report;

import org.jspecify.annotations.NullMarked;
