@NullMarked
package cn.siyu.handover.store;

import org.jspecify.annotations.NullMarked;
