package cn.siyu.wechat;

/** A bill that is not to be believed: its hash is another, or it cannot be read to its end. */
public final class BillUnsound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BillUnsound(String what) {
        super(what, null, false, false);
    }
}
