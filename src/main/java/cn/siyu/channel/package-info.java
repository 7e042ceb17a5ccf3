/**
 * Channels: where and at what price things are sold; price lists with their history.
 *
 * <p><b>Owns</b> {@code channel_*}. <b>Promises</b> that a price says which list it came from and that every past price is kept.
 * <b>Stands on</b> {@code catalog}.
 */
@NullMarked
package cn.siyu.channel;

import org.jspecify.annotations.NullMarked;
