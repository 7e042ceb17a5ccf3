@NullMarked
package cn.siyu.channel.store;

import org.jspecify.annotations.NullMarked;
