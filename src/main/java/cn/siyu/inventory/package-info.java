/**
 * Inventory: locations and pools, reservations with expiry, movements.
 *
 * <p><b>Owns</b> {@code inventory_*}. <b>Promises</b> that nothing is reserved that is not there, that a holder gets all or nothing, and
 * that each counter is the sum of its movements. <b>Stands on</b> {@code catalog} for identities only. <b>Hears</b> nothing, <b>tells</b>
 * nothing: whoever sells calls {@code Stock} in its own transaction.
 */
@NullMarked
package cn.siyu.inventory;

import org.jspecify.annotations.NullMarked;
