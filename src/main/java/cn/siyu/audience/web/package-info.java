@NullMarked
package cn.siyu.audience.web;

import org.jspecify.annotations.NullMarked;
