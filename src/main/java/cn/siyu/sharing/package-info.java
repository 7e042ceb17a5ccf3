/**
 * Sharing: what a shared link stands for, and who came through it.
 *
 * <p><b>Owns</b> {@code sharing_*}. <b>Promises</b> that a token says nothing by itself, that its meaning never changes, and that a
 * click is the server's own record. <b>Stands on</b> {@code identity}, {@code catalog}, {@code wechat}. <b>Tells</b>
 * {@code ClickBound}. Who shares (distributor, KOC) is a name from above: sharing keeps it and does not look into it.
 */
@NullMarked
package cn.siyu.sharing;

import org.jspecify.annotations.NullMarked;
