/**
 * Promotion: coupons, from the template to the last fen that one of them took off an order.
 *
 * <p><b>Owns</b> {@code promotion_*}. <b>Promises</b> that no more coupons are given out than there are, by one guarded update,
 * and that a coupon is in one living order at most, by constraint (H2, INV-12). <b>Stands on</b> {@code catalog}, {@code member},
 * {@code audience}. <b>Asks</b> whoever implements {@code GiftCircle} about neighbours. <b>Tells</b> {@code CouponReceived},
 * {@code CouponReturned}.
 */
@NullMarked
package cn.siyu.promotion;

import org.jspecify.annotations.NullMarked;
