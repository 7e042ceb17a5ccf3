package cn.siyu.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** One request and its answer, as a test saw it on the wire. {@code body} is empty unless it is JSON. */
record Exchange(String method, String path, int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "exchanges");

    /** Appends to the record of this run; one file per process, so that tests in several processes do not mix lines. */
    void keep() {
        try {
            Files.createDirectories(FOLDER);
            var file = FOLDER.resolve(ProcessHandle.current().pid() + ".ndjson");
            synchronized (Exchange.class) {
                Files.writeString(
                        file,
                        JSON.writeValueAsString(this) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Exchange> all() {
        try (var files = Files.list(FOLDER)) {
            return files.flatMap(Exchange::lines).map(Exchange::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange parse(String line) {
        try {
            return JSON.readValue(line, Exchange.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
