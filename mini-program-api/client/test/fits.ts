import type { Wx } from '../src';

/** WeChat's own typings say that the real `wx` is what the client expects; nothing of this file runs. */
export const fits: Wx = wx;
