@NullMarked
package cn.siyu.inventory.domain;

import org.jspecify.annotations.NullMarked;
