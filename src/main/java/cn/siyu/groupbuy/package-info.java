/**
 * Group buy: activities, buy groups (拼团), seats.
 *
 * <p><b>Owns</b> {@code groupbuy_*}. <b>Promises</b> that a group never has more seats than its size, that who is turned away is turned
 * away before he pays, and that a group that fails gives every member his own payment back. <b>Stands on</b> {@code trade}
 * (whose {@code OrderHolds} it implements), {@code inventory}, {@code audience}, {@code koc}, {@code catalog}. <b>Hears</b>
 * {@code OrderRefunded}. <b>Tells</b> {@code BuyGroupOpened}, {@code BuyGroupSucceeded}, {@code BuyGroupFailed}.
 */
@NullMarked
package cn.siyu.groupbuy;

import org.jspecify.annotations.NullMarked;
