@NullMarked
package cn.siyu.notify.domain;

import org.jspecify.annotations.NullMarked;
