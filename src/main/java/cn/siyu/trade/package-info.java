/**
 * Trade: cart, quote, order, fulfilment, freight, after-sale, invoices, suppliers' statements.
 *
 * <p><b>Owns</b> {@code trade_*}. <b>Promises</b> that a captured payment ends in one live order or one full refund, and that an
 * order is attributed once. <b>Stands on</b> {@code catalog}, {@code channel}, {@code inventory}, {@code member}, {@code audience},
 * {@code sharing}, {@code distribution}, {@code koc}, {@code promotion}, {@code payment}, {@code ledger}, {@code wechat}.
 * <b>Hears</b> {@code PaymentCaptured}, {@code RefundSettled}. <b>Tells</b> {@code OrderPlaced}, {@code OrderHeld}, {@code OrderPaid}, {@code OrderCancelled}, {@code OrderShipped},
 * {@code OrderReceived}, {@code OrderCompleted}, {@code OrderRefunded}.
 */
@NullMarked
package cn.siyu.trade;

import org.jspecify.annotations.NullMarked;
