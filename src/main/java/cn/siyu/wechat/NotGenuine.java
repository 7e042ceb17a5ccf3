package cn.siyu.wechat;

/** A message that claims to be WeChat's and is not, or is altered, or too old; says nothing about its content. */
public final class NotGenuine extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotGenuine(String why) {
        super(why, null, false, false);
    }
}
