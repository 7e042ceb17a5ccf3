@NullMarked
package cn.siyu.sharing.web;

import org.jspecify.annotations.NullMarked;
