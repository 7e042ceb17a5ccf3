/** Many at once, against two processes of the packaged shop. */
@NullMarked
package cn.siyu.race;

import org.jspecify.annotations.NullMarked;
