@NullMarked
package cn.siyu.channel.app;

import org.jspecify.annotations.NullMarked;
