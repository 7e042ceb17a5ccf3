/**
 * Setup: import of a catalogue, first data, commands.
 *
 * <p><b>Owns</b> {@code setup_*}. <b>Promises</b> that importing twice changes nothing and that each bad row is named. <b>Stands on</b>
 * everything below.
 */
@NullMarked
package cn.siyu.setup;

import org.jspecify.annotations.NullMarked;
