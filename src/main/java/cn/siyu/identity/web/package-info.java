@NullMarked
package cn.siyu.identity.web;

import org.jspecify.annotations.NullMarked;
