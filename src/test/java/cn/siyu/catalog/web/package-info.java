@NullMarked
package cn.siyu.catalog.web;

import org.jspecify.annotations.NullMarked;
