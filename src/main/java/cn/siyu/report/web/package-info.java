@NullMarked
package cn.siyu.report.web;

import org.jspecify.annotations.NullMarked;
