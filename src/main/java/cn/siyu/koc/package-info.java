/**
 * KOC: sellers, communities with their members, and key opinion consumers who serve them.
 *
 * <p><b>Owns</b> {@code koc_*}. <b>Promises</b> that at any instant one KOC has one seller per community at most, by constraint (D2),
 * and that a changed split counts from the next order on (D6). <b>Stands on</b> {@code identity}, {@code catalog}, {@code member},
 * {@code wechat}, {@code audience}, {@code sharing}. <b>Hears</b> {@code ClickBound}. <b>Asks</b> whoever implements
 * {@code CommunityOffers} and {@code Gifts}. <b>Tells</b> {@code KocBindingStarted}, {@code KocBindingEnded}, {@code ContactNotPassed}.
 */
@NullMarked
package cn.siyu.koc;

import org.jspecify.annotations.NullMarked;
