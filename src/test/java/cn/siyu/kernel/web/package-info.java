@NullMarked
package cn.siyu.kernel.web;

import org.jspecify.annotations.NullMarked;
