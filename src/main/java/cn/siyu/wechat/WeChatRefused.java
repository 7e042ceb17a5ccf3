package cn.siyu.wechat;

/** WeChat said no, with a code of its own; the call had no effect. */
public final class WeChatRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public WeChatRefused(String code) {
        super("WeChat refused: " + code, null, false, false);
        this.code = code;
    }

    /** Such as {@code ORDERPAID} or {@code 40029}. */
    public String code() {
        return code;
    }
}
