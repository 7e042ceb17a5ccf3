@NullMarked
package cn.siyu.koc.web;

import org.jspecify.annotations.NullMarked;
