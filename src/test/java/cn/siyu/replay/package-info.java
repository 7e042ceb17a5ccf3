/** Recorded groups of a real platform, bought again here: {@code ./mvnw verify -Preplay -Dgroups=FOLDER}. */
@NullMarked
package cn.siyu.replay;

import org.jspecify.annotations.NullMarked;
