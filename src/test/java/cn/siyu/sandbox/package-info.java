/** The WeChat sandbox, spoken to from outside with WeChat Pay's official library, and the helpers that start it. */
@NullMarked
package cn.siyu.sandbox;

import org.jspecify.annotations.NullMarked;
