/** The house plan, and the proof that a breach of it is seen. */
@NullMarked
package cn.siyu.architecture;

import org.jspecify.annotations.NullMarked;
