@NullMarked
package cn.siyu.member;

import org.jspecify.annotations.NullMarked;
