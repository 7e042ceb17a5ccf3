/**
 * Storefront: composes the screens of the mini-program, and the page of a shared link, from what the contexts below know.
 *
 * <p><b>Owns</b> no tables. <b>Promises</b> one call per screen, at most two seconds old. <b>Stands on</b> {@code catalog} (what there
 * is), {@code channel} (what it costs), {@code inventory} (whether it is there), {@code groupbuy} (who gathers), {@code sharing}
 * (what a link stands for). <b>Hears</b> and <b>tells</b> nothing.
 */
@NullMarked
package cn.siyu.storefront;

import org.jspecify.annotations.NullMarked;
