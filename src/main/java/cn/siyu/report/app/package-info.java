@NullMarked
package cn.siyu.report.app;

import org.jspecify.annotations.NullMarked;
