/**
 * Notify: tells members in WeChat what has happened to their groups, refunds and parcels.
 *
 * <p><b>Owns</b> {@code notify_*}. <b>Promises</b> that a member has one message of an event at most, only with his permission, and
 * that a final answer of WeChat is final. <b>Stands on</b> {@code wechat}, {@code member}, {@code catalog}. <b>Hears</b>
 * {@code BuyGroupSucceeded}, {@code BuyGroupFailed}, {@code OrderRefunded}, {@code OrderShipped}; is called by nobody.
 */
@NullMarked
package cn.siyu.notify;

import org.jspecify.annotations.NullMarked;
