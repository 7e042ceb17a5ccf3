@NullMarked
package cn.siyu.channel.web;

import org.jspecify.annotations.NullMarked;
