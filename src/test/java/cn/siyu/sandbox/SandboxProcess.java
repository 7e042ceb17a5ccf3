package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A WeChat sandbox of one's own, started as the process it is and steered through its control API. */
public final class SandboxProcess implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path BUILT = Path.of("target", "sandbox");
    private static final String READY = "SANDBOX READY port=";

    private final Process process;
    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private SandboxProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    public static SandboxProcess start(Path folder) {
        return start(folder, 0);
    }

    /** Starts on a given port, 0 for any; a folder that was used before is taken up again. */
    public static SandboxProcess start(Path folder, int port) {
        try {
            Files.createDirectories(folder);
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var process = new ProcessBuilder(
                            java,
                            "-Xmx96m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            BUILT.resolve("classes") + ":"
                                    + Files.readString(BUILT.resolve("classpath.txt"))
                                            .strip(),
                            "cn.siyu.sandbox.WeChatSandbox",
                            "--port=" + port,
                            "--folder=" + folder,
                            "--clock=" + folder.resolve("clock.offset"))
                    .redirectError(folder.resolve("sandbox-errors.log").toFile())
                    .start();
            return new SandboxProcess(process, folder, announcedPort(process, folder));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int announcedPort(Process process, Path folder) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                return Integer.parseInt(line.substring(READY.length()).strip());
            }
        }
        throw new IllegalStateException(
                "The sandbox did not start: " + Files.readString(folder.resolve("sandbox-errors.log")));
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What the sandbox told the application. */
    public Properties settings() {
        var settings = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("wechat-sandbox.properties"))) {
            settings.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return settings;
    }

    public String setting(String name) {
        return settings().getProperty("siyu.wechat." + name);
    }

    /** The virtual time. */
    public Instant now() {
        return Instant.parse(get("/_control/clock").path("now").asText());
    }

    public void advance(Duration step) {
        assertThat(post("/_control/clock", "{\"advance\":\"" + step + "\"}").has("now"))
                .isTrue();
    }

    public JsonNode get(String path) {
        return succeeded(exchange("GET", path, ""));
    }

    public JsonNode post(String path, String json) {
        return succeeded(exchange("POST", path, json));
    }

    public JsonNode delete(String path) {
        return succeeded(exchange("DELETE", path, ""));
    }

    private static JsonNode succeeded(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One plain request, signed by nobody. */
    public HttpResponse<String> exchange(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends it as a parent does that goes away: its standard input closes. */
    public void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // Nobody is left to tell.
        }
        awaitEnd();
    }

    /** Ends it without a word. */
    public void kill() {
        assertThat(process.destroyForcibly()).isNotNull();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(10, TimeUnit.SECONDS))
                    .as("the sandbox ended")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
