package cn.siyu.wechat;

import org.jspecify.annotations.Nullable;

/** Whether the call had an effect is not known: repeat the same bytes, or query. */
public final class WeChatUnknown extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WeChatUnknown(String what, @Nullable Throwable cause) {
        super(what, cause, false, false);
    }
}
