@NullMarked
package cn.siyu.channel.domain;

import org.jspecify.annotations.NullMarked;
