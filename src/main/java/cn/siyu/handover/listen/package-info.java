@NullMarked
package cn.siyu.handover.listen;

import org.jspecify.annotations.NullMarked;
