/**
 * Commission: who earns how much of what was sold, when it is his, and how he gets it.
 *
 * <p><b>Owns</b> {@code commission_*}. <b>Promises</b> that every fen can be explained from the order as it was sold, that a refund takes
 * back its part whenever it comes, and that money leaves only behind the fence. <b>Stands on</b> {@code trade}, {@code distribution},
 * {@code koc}, {@code payment}, {@code ledger}. <b>Hears</b> {@code OrderPaid}, {@code OrderReceived}, {@code OrderRefunded},
 * {@code TransferAwaitsUser}, {@code TransferEnded}. <b>Tells</b> {@code WithdrawalEnded}.
 */
@NullMarked
package cn.siyu.commission;

import org.jspecify.annotations.NullMarked;
