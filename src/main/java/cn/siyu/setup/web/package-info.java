@NullMarked
package cn.siyu.setup.web;

import org.jspecify.annotations.NullMarked;
