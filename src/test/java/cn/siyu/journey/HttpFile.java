package cn.siyu.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Runs a {@code .http} file as editors do: requests parted by {@code ###}, {@code @variable = value}, {@code # @name},
 * {@code {{name.response.body.path}}}, {@code {{$guid}}}, {@code {{$timestamp}}} and {@code < file} inside a body. Two comments of our own, which
 * editors pass over: {@code # @expect 409} for a wanted status other than 2xx, and {@code # @until path == value} to send
 * the request again until its answer says so, as a person would.
 */
final class HttpFile {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([^}]+?)\\s*}}");
    private static final Pattern VARIABLE = Pattern.compile("@(\\w+)\\s*=\\s*(.*)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, JsonPath> answers = new HashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param given variables that the file must not decide here, such as addresses */
    HttpFile(Path file, Map<String, String> given) {
        this.file = file;
        this.variables.putAll(given);
    }

    private record Request(String title, String name, String until, int expected, List<String> lines) {}

    int run() throws IOException {
        var requests = requests();
        requests.forEach(this::send);
        return requests.size();
    }

    private List<Request> requests() throws IOException {
        var all = new ArrayList<Request>();
        for (var part : Files.readString(file).split("(?m)^###", -1)) {
            var lines = new ArrayList<>(part.lines().toList());
            var title = part.startsWith("@") || part.startsWith("#") || lines.isEmpty()
                    ? ""
                    : lines.removeFirst().trim();
            var name = "";
            var until = "";
            var expected = 0;
            while (!lines.isEmpty()
                    && (lines.getFirst().isBlank() || lines.getFirst().matches("[#@].*"))) {
                var line = lines.removeFirst().trim();
                var variable = VARIABLE.matcher(line);
                if (variable.matches()) {
                    variables.putIfAbsent(variable.group(1), variable.group(2).trim());
                } else if (line.startsWith("# @name ")) {
                    name = line.substring(8).trim();
                } else if (line.startsWith("# @until ")) {
                    until = line.substring(9).trim();
                } else if (line.startsWith("# @expect ")) {
                    expected = Integer.parseInt(line.substring(10).trim());
                }
            }
            if (!lines.isEmpty()) {
                all.add(new Request(title, name, until, expected, lines));
            }
        }
        return all;
    }

    private void send(Request request) {
        if (request.until().isEmpty()) {
            check(request, exchange(request));
            return;
        }
        var wish = request.until().split("==", 2);
        Awaitility.await(file + ": " + request.title()).atMost(PATIENCE).untilAsserted(() -> {
            var answer = exchange(request);
            check(request, answer);
            assertThat(JsonPath.from(answer.body()).getString(wish[0].trim())).isEqualTo(wish[1].trim());
        });
    }

    private void check(Request request, HttpResponse<String> answer) {
        var wanted =
                request.expected() == 0 ? answer.statusCode() / 100 == 2 : answer.statusCode() == request.expected();
        assertThat(wanted)
                .as("%s: %s answered %d %s", file, request.title(), answer.statusCode(), answer.body())
                .isTrue();
        if (!request.name().isEmpty()) {
            answers.put(request.name(), JsonPath.from(answer.body()));
        }
    }

    private HttpResponse<String> exchange(Request request) {
        var lines = new ArrayList<>(request.lines());
        var target = fill(lines.removeFirst()).split(" ", 2);
        var builder = HttpRequest.newBuilder(URI.create(target[1].trim())).timeout(PATIENCE);
        while (!lines.isEmpty() && !lines.getFirst().isBlank()) {
            var header = fill(lines.removeFirst()).split(":", 2);
            builder.header(header[0].trim(), header[1].trim());
        }
        try {
            builder.method(target[0], HttpRequest.BodyPublishers.ofByteArray(body(lines)));
            return client.send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] body(List<String> lines) throws IOException {
        var body = new ByteArrayOutputStream();
        var content = new ArrayList<>(lines);
        while (!content.isEmpty() && content.getFirst().isBlank()) {
            content.removeFirst();
        }
        while (!content.isEmpty() && content.getLast().isBlank()) {
            content.removeLast();
        }
        for (var line : content) {
            if (line.startsWith("< ")) {
                body.writeBytes(
                        Files.readAllBytes(file.resolveSibling(line.substring(2).trim())));
            } else {
                body.writeBytes(fill(line).getBytes(StandardCharsets.UTF_8));
            }
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    private String fill(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String reference) {
        if (reference.equals("$guid")) {
            return UUID.randomUUID().toString();
        }
        if (reference.equals("$timestamp")) {
            return String.valueOf(System.currentTimeMillis());
        }
        var parts = reference.split("\\.response\\.body\\.", 2);
        if (parts.length == 2) {
            var answer = Optional.ofNullable(answers.get(parts[0])).orElseThrow(() -> unknown(parts[0]));
            return String.valueOf(answer.getString(parts[1].replaceFirst("^\\$\\.", "")));
        }
        return fill(Optional.ofNullable(variables.get(reference)).orElseThrow(() -> unknown(reference)));
    }

    private AssertionError unknown(String reference) {
        return new AssertionError(file + " refers to " + reference + ", which it does not say before");
    }
}
