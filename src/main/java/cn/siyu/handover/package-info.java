/**
 * Handover: what a seller who leaves has in hand becomes another's in one go, here and at WeCom.
 *
 * <p><b>Owns</b> {@code handover_*}. <b>Promises</b> that what is the shop's own changes hands at one instant, by which orders are told
 * apart (D10), and that what WeCom does not take, or not yet, is kept until it is done or can be no more (D9). <b>Stands on</b>
 * {@code koc}, {@code distribution}, {@code sharing} and {@code wechat}. <b>Hears</b> {@code ContactNotPassed}.
 */
@NullMarked
package cn.siyu.handover;

import org.jspecify.annotations.NullMarked;
