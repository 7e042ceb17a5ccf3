@NullMarked
package cn.siyu.audience.domain;

import org.jspecify.annotations.NullMarked;
