/**
 * Identity: staff, their roles and places in the organisation, and the sessions of everybody who signs in.
 *
 * <p><b>Owns</b> {@code identity_*}. <b>Promises</b> that a token says only what was verified and that an ended session is refused
 * within 30 seconds. <b>Stands on</b> the kernel.
 */
@NullMarked
package cn.siyu.identity;

import org.jspecify.annotations.NullMarked;
