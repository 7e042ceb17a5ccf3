/**
 * Gateway to WeChat and WeCom: signing, verifying, tokens, codes, payments, refunds, shipping reports, contacts and chats.
 *
 * <p><b>Owns</b> no tables. <b>Promises</b> that nothing unverified of WeChat's comes in and that a call whose effect is unknown is
 * told apart from one that was refused. <b>Stands on</b> the kernel.
 */
@NullMarked
package cn.siyu.wechat;

import org.jspecify.annotations.NullMarked;
