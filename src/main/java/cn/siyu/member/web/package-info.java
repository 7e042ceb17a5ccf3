@NullMarked
package cn.siyu.member.web;

import org.jspecify.annotations.NullMarked;
