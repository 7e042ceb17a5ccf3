@NullMarked
package cn.siyu.report.listen;

import org.jspecify.annotations.NullMarked;
