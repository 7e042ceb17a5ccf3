@NullMarked
package cn.siyu.inventory.web;

import org.jspecify.annotations.NullMarked;
