@NullMarked
package cn.siyu.member.store;

import org.jspecify.annotations.NullMarked;
