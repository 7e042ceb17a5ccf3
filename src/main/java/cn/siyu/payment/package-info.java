/**
 * Payment: attempts, the inbox of notifications, refunds.
 *
 * <p><b>Owns</b> {@code payment_*}. <b>Promises</b> that every attempt and refund is stored before WeChat is called, and that a captured
 * payment is told once. <b>Stands on</b> {@code wechat} and {@code ledger}. <b>Tells</b> {@code PaymentCaptured} and
 * {@code RefundSettled}.
 */
@NullMarked
package cn.siyu.payment;

import org.jspecify.annotations.NullMarked;
