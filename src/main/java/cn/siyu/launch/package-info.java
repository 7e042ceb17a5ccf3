/**
 * The start of the application: brings up whatever has no configured address, then hands over to Quarkus.
 *
 * <p><b>Owns</b> the data folder with its PostgreSQL, Redis, sandbox state and generated secrets.
 * <b>Promises</b> that data survives a restart, that a crash leaves no server behind for good, that two applications
 * never share a folder, and that a configured address is used as it is.
 * <b>Stands on</b> nothing of ours, and nothing of ours stands on it.
 */
@NullMarked
package cn.siyu.launch;

import org.jspecify.annotations.NullMarked;
