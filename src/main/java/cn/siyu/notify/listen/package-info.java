@NullMarked
package cn.siyu.notify.listen;

import org.jspecify.annotations.NullMarked;
