@NullMarked
package cn.siyu.identity.store;

import org.jspecify.annotations.NullMarked;
