package cn.siyu.sandbox;

/** The control API says no, and why, to the person who wrote the test. */
final class ControlRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ControlRefusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.json(status, Json.object().put("error", getMessage()));
    }
}
