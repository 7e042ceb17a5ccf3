@NullMarked
package cn.siyu.distribution.web;

import org.jspecify.annotations.NullMarked;
