@NullMarked
package cn.siyu.report;

import org.jspecify.annotations.NullMarked;
