/**
 * Storefront: composes the screens of the mini-program from what the contexts below know.
 *
 * <p><b>Owns</b> no tables. <b>Promises</b> one call per screen. <b>Stands on</b> {@code catalog}, {@code channel}, {@code inventory}.
 */
@NullMarked
package cn.siyu.storefront;

import org.jspecify.annotations.NullMarked;
