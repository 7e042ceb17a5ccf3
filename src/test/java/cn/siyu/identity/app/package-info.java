@NullMarked
package cn.siyu.identity.app;

import org.jspecify.annotations.NullMarked;
