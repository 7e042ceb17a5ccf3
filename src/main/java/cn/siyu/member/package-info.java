/**
 * Members: consumers, their sign-in, phone, addresses and consents.
 *
 * <p><b>Owns</b> {@code member_*}. <b>Promises</b> that personal data is sealed at rest and seen only by its owner. <b>Stands on</b>
 * {@code identity} (sessions) and {@code wechat} (codes). <b>Tells</b> {@code MemberRegistered}.
 */
@NullMarked
package cn.siyu.member;

import org.jspecify.annotations.NullMarked;
