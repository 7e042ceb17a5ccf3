/** What the tests of all contexts share. */
@NullMarked
package cn.siyu.testing;

import org.jspecify.annotations.NullMarked;
