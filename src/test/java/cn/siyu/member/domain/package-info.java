@NullMarked
package cn.siyu.member.domain;

import org.jspecify.annotations.NullMarked;
