package cn.siyu.sandbox;

/** A mini-program API error: HTTP 200, a number that programs read and a text that only people read. */
final class MiniRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errcode;

    MiniRefusal(int errcode, String errmsg) {
        super(errmsg, null, false, false);
        this.errcode = errcode;
    }

    Answer answer() {
        return answer(errcode, String.valueOf(getMessage()));
    }

    static Answer answer(int errcode, String errmsg) {
        var body = Json.object();
        body.put("errcode", errcode);
        body.put("errmsg", errmsg);
        return Answer.ok(body);
    }
}
