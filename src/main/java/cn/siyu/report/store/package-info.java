@NullMarked
package cn.siyu.report.store;

import org.jspecify.annotations.NullMarked;
