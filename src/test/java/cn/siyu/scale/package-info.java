/** Large days: a whole shop's bills are reconciled, and every difference is found. */
@NullMarked
package cn.siyu.scale;

import org.jspecify.annotations.NullMarked;
