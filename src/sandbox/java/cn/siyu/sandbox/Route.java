package cn.siyu.sandbox;

import io.vertx.core.Future;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One address of the sandbox: who it belongs to, its name for faults and counters, and what answers it. */
record Route(Side side, String endpoint, String method, Pattern path, Handler handler) {

    /** The three voices of the sandbox. They differ in how they refuse and whether they sign. */
    enum Side {
        PAY,
        MINI_PROGRAM,
        CONTROL
    }

    /** Answers a call. */
    interface Handler {
        Future<Answer> answer(Call call);
    }

    /** A template holds {@code {}} where a variable part of the path stands. */
    static Route of(Side side, String endpoint, String method, String template, Handler handler) {
        var path = Pattern.compile("\\Q" + template.replace("{}", "\\E([^/]+)\\Q") + "\\E");
        return new Route(side, endpoint, method, path, handler);
    }

    Optional<List<String>> names(String otherMethod, String otherPath) {
        var match = path.matcher(otherPath);
        if (!method.equals(otherMethod) || !match.matches()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        for (var group = 1; group <= match.groupCount(); group++) {
            // A plus sign is itself in a path.
            names.add(URLDecoder.decode(match.group(group).replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return Optional.of(names);
    }
}
