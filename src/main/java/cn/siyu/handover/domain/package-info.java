@NullMarked
package cn.siyu.handover.domain;

import org.jspecify.annotations.NullMarked;
