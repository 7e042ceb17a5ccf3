@NullMarked
package cn.siyu.member.app;

import org.jspecify.annotations.NullMarked;
