@NullMarked
package cn.siyu.report.domain;

import org.jspecify.annotations.NullMarked;
