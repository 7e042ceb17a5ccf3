@NullMarked
package cn.siyu.handover.web;

import org.jspecify.annotations.NullMarked;
