/**
 * Inventory: pools, reservations with expiry, movements.
 *
 * <p><b>Owns</b> {@code inventory_*}. <b>Promises</b> that nothing is reserved that is not there, and that a counter is the sum of its
 * movements. <b>Stands on</b> {@code catalog} for identities only.
 */
@NullMarked
package cn.siyu.inventory;

import org.jspecify.annotations.NullMarked;
