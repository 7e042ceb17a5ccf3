package cn.siyu.sandbox;

import io.vertx.core.buffer.Buffer;

/** What goes back over the wire: a status, a content type and exact bytes. */
record Answer(int status, String contentType, Buffer body) {
    static final String JSON = "application/json; charset=utf-8";

    static Answer json(int status, Object value) {
        return new Answer(status, JSON, Buffer.buffer(Json.bytes(value)));
    }

    static Answer ok(Object value) {
        return json(200, value);
    }

    static Answer empty() {
        return new Answer(204, JSON, Buffer.buffer());
    }

    /** WeChat signs what it says, not the files that it hands out: they have a hash. */
    boolean isJson() {
        return contentType.equals(JSON);
    }

    boolean good() {
        return status >= 200 && status < 300;
    }
}
