@NullMarked
package cn.siyu.koc.domain;

import org.jspecify.annotations.NullMarked;
