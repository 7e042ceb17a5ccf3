@NullMarked
package cn.siyu.distribution.domain;

import org.jspecify.annotations.NullMarked;
