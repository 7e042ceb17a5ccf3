/**
 * A stand-in for WeChat: the mini-program server API and WeChat Pay v3, as the shop's gateway meets them.
 *
 * <p>It runs as a process of its own, shares no code with the application and leaves all cryptography to WeChat Pay's
 * official library, so that one mistake cannot hide on both sides. It keeps its own ledger of what was paid and paid back.
 */
@NullMarked
package cn.siyu.sandbox;

import org.jspecify.annotations.NullMarked;
