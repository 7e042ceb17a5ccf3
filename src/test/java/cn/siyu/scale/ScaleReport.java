package cn.siyu.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code target/scale.json}: the figures of every large day that ran, each under its name. Whoever ran before keeps what he wrote;
 * the same day run again writes over its own.
 */
final class ScaleReport {

    private static final Path FILE = Path.of("target", "scale.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ScaleReport() {}

    /** @param name of the day, such as {@code bill} or {@code handover} */
    static synchronized void write(String name, Map<String, ?> figures) throws IOException {
        var report = Files.exists(FILE) && JSON.readTree(FILE.toFile()) instanceof ObjectNode known
                ? known
                : JSON.createObjectNode();
        report.set(name, JSON.valueToTree(figures));
        JSON.writeValue(FILE.toFile(), report);
        System.out.printf("scale, %s: %s%n", name, figures);
    }
}
