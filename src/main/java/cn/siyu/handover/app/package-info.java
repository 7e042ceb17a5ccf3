@NullMarked
package cn.siyu.handover.app;

import org.jspecify.annotations.NullMarked;
