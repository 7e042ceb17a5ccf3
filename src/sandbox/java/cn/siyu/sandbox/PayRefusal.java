package cn.siyu.sandbox;

/** A WeChat Pay error: an HTTP status, a code that programs read and a message that only people read. */
final class PayRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    PayRefusal(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The codes of the documentation with the status each comes with. */
    enum Code {
        PARAM_ERROR(400),
        INVALID_REQUEST(400),
        APPID_MCHID_NOT_MATCH(400),
        MCH_NOT_EXISTS(400),
        NO_STATEMENT_EXIST(400),
        ORDER_CLOSED(400),
        ORDERPAID(400),
        STATEMENT_CREATING(400),
        SIGN_ERROR(401),
        NO_AUTH(403),
        NOT_ENOUGH(403),
        ORDER_NOT_EXIST(404),
        RESOURCE_NOT_EXISTS(404),
        NOT_FOUND(404),
        FREQUENCY_LIMITED(429),
        SYSTEM_ERROR(500);

        private final int status;

        Code(int status) {
            this.status = status;
        }
    }

    Answer answer() {
        return answer(code.status, code.name(), String.valueOf(getMessage()));
    }

    static Answer answer(int status, String code, String message) {
        var body = Json.object();
        body.put("code", code);
        body.put("message", message);
        return Answer.json(status, body);
    }
}
