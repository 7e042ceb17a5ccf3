@NullMarked
package cn.siyu.sharing.domain;

import org.jspecify.annotations.NullMarked;
