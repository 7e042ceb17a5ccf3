@NullMarked
package cn.siyu.notify.web;

import org.jspecify.annotations.NullMarked;
