@NullMarked
package cn.siyu.commission.domain;

import org.jspecify.annotations.NullMarked;
