/** Tests of the published contract: what was answered in the whole run is held against {@code openapi/openapi.yaml}. */
@NullMarked
package cn.siyu.contract;

import org.jspecify.annotations.NullMarked;
