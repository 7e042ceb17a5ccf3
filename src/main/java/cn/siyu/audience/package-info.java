/**
 * Audience: who is meant. Tags, segments, and whether somebody has bought before.
 *
 * <p><b>Owns</b> {@code audience_*}. <b>Promises</b> one question, "is this member in it", with one answer inside and outside of
 * a transaction. <b>Stands on</b> {@code identity}. Hears nothing: whoever knows of a purchase above tells it by a call.
 */
@NullMarked
package cn.siyu.audience;

import org.jspecify.annotations.NullMarked;
