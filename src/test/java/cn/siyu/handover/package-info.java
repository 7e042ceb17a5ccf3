/** Handovers, from the preview to the last customer. */
@NullMarked
package cn.siyu.handover;

import org.jspecify.annotations.NullMarked;
