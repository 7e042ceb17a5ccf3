/**
 * The sample shop: a mother-and-baby brand with its people and a month of history, made through the shop's own API by a process
 * beside it. Never packaged; production refuses it.
 */
@NullMarked
package cn.siyu.sample;

import org.jspecify.annotations.NullMarked;
