@NullMarked
package cn.siyu.kernel.idempotency;

import org.jspecify.annotations.NullMarked;
