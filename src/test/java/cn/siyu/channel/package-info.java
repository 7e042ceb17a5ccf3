@NullMarked
package cn.siyu.channel;

import org.jspecify.annotations.NullMarked;
