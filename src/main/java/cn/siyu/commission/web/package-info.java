@NullMarked
package cn.siyu.commission.web;

import org.jspecify.annotations.NullMarked;
