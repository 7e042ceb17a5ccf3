/**
 * Payment: attempts, the inbox of notifications, refunds, transfers to persons.
 *
 * <p><b>Owns</b> {@code payment_*}. <b>Promises</b> that every attempt, refund and transfer is stored before WeChat is called, and that a
 * captured payment and an ended transfer are told once. <b>Stands on</b> {@code wechat} and {@code ledger}. <b>Tells</b>
 * {@code PaymentCaptured}, {@code RefundSettled}, {@code TransferAwaitsUser} and {@code TransferEnded}.
 */
@NullMarked
package cn.siyu.payment;

import org.jspecify.annotations.NullMarked;
