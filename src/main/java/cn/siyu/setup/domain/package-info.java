@NullMarked
package cn.siyu.setup.domain;

import org.jspecify.annotations.NullMarked;
