@NullMarked
package cn.siyu.identity.domain;

import org.jspecify.annotations.NullMarked;
