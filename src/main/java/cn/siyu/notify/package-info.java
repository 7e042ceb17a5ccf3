/**
 * Notify: tells members in WeChat what has happened to their groups, refunds and parcels.
 *
 * <p><b>Owns</b> {@code notify_*}. <b>Promises</b> that a message is sent at most once, only with the member's permission, and that a
 * final answer of WeChat is final. <b>Stands on</b> {@code wechat}, {@code member}. <b>Hears</b> everything worth telling; is called
 * by nobody.
 */
@NullMarked
package cn.siyu.notify;

import org.jspecify.annotations.NullMarked;
