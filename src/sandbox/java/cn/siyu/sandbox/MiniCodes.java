package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Mini-program codes without limit of number: an image, or JSON that says why not. */
final class MiniCodes {
    private static final Pattern SCENE = Pattern.compile("[0-9A-Za-z!#$&'()*+,/:;=?@\\-._~]{1,32}");
    private static final Set<String> VERSIONS = Set.of("release", "trial", "develop");
    private static final String UNPUBLISHED = "pages/unpublished";

    private final List<ObjectNode> made = new ArrayList<>();

    Answer make(Call call) throws IOException {
        var body = call.json();
        var scene = body.path("scene").asText();
        if (!SCENE.matcher(scene).matches()) {
            throw new MiniRefusal(40169, "invalid length for scene, or the data is not json string");
        }
        var page = body.path("page").asText("");
        if (page.startsWith("/") || page.contains("?")) {
            throw new MiniRefusal(41030, "invalid page");
        }
        if (body.path("check_path").asBoolean(true) && page.startsWith(UNPUBLISHED)) {
            throw new MiniRefusal(41030, "invalid page");
        }
        var width = body.path("width").asInt(430);
        var version = body.path("env_version").asText("release");
        if (width < 280 || width > 1280 || !VERSIONS.contains(version)) {
            throw new MiniRefusal(40097, "invalid args");
        }
        var told = Json.object();
        told.put("scene", scene);
        told.put("page", page);
        told.put("version", version);
        told.put("width", width);
        made.add(told);
        return new Answer(200, "image/png", Buffer.buffer(Picture.of(page + '?' + scene, width)));
    }

    /** What was made, the oldest first; all of it when no scene is named. */
    List<ObjectNode> made(String scene) {
        return made.stream()
                .filter(code ->
                        scene.isEmpty() || scene.equals(code.path("scene").asText()))
                .toList();
    }
}
