package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;

/** The part of the control API that changes WeChat Pay's own key, as its operators do now and then. */
final class KeysControl {
    private final Keys keys;

    KeysControl(Keys keys) {
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("GET", "/keys", _ -> told()),
                ControlApi.route("POST", "/keys/rotate", this::rotate),
                ControlApi.route("POST", "/keys/sign-by", this::signBy));
    }

    void reset() {
        keys.platform().signByCurrent();
    }

    private Object rotate(Call call) throws IOException {
        try {
            keys.rotate();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return told();
    }

    private Object signBy(Call call) throws IOException {
        try {
            keys.platform().signBy(PlatformKeys.By.valueOf(ControlApi.required(call.json(), "key")));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return told();
    }

    private ObjectNode told() {
        var platform = keys.platform();
        var told = Json.object();
        told.put("current", platform.current().id());
        told.put("previous", platform.previous().map(PlatformKeys.Pair::id).orElse(null));
        told.put("signing", platform.signing().id());
        return told;
    }
}
