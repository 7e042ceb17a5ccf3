/** Stories that cross the whole shop, told over HTTP alone. */
@NullMarked
package cn.siyu.journey;

import org.jspecify.annotations.NullMarked;
