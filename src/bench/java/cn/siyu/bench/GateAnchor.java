package cn.siyu.bench;

import cn.siyu.testing.RemoteShop;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How often in a second Redis alone answers what the gate before the selling path asks it: by redis-benchmark, and without it by
 * as many connections of our own, which do the same.
 */
final class GateAnchor {

    static final String NAME = "redis_gate";

    private static final String GATE = "cn.siyu.kernel.merge.Gate";
    private static final int NAMES = 64;
    private static final int CONNECTIONS = 8;
    private static final int QUESTIONS = 20_000;
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");

    private final Installation shop;

    GateAnchor(Installation shop) {
        this.shop = shop;
    }

    /** By what it is asked, for the report. */
    static String by() {
        return Tools.hasRedisBenchmark()
                ? "redis-benchmark"
                : CONNECTIONS + " connections of the benchmark's own: redis-benchmark is not installed";
    }

    /** Questions in a second, each about {@value #NAMES} members; empty when there is no gate. */
    Optional<Double> measure() {
        return script().map(script -> {
            var words =
                    new ArrayList<>(List.of("EVAL", script, "2", "bench:{gate}", "bench:{gate}:known", "left", "1"));
            for (var i = 0; i < NAMES; i++) {
                words.add(UUID.randomUUID().toString());
            }
            return Tools.hasRedisBenchmark() ? byBenchmark(words) : byOurselves(words);
        });
    }

    private URI address() {
        return URI.create(shop.told("quarkus.redis.hosts"));
    }

    private Optional<String> password() {
        return Optional.ofNullable(address().getUserInfo())
                .map(info -> info.substring(info.indexOf(':') + 1))
                .or(() -> Optional.ofNullable(shop.shop().settings().get("quarkus.redis.password")));
    }

    private double byBenchmark(List<String> words) {
        var command = new ArrayList<>(List.of(
                "redis-benchmark",
                "-h",
                address().getHost(),
                "-p",
                "" + address().getPort(),
                "-n",
                "" + QUESTIONS,
                "-c",
                "" + CONNECTIONS,
                "-q"));
        password().ifPresent(password -> command.addAll(List.of("-a", password)));
        command.addAll(words);
        var rate = RATE.matcher(Tools.run(command, Map.of(), Duration.ofMinutes(2)));
        return rate.results()
                .map(found -> Double.parseDouble(found.group(1)))
                .reduce((_, last) -> last)
                .orElse(0.0);
    }

    private double byOurselves(List<String> words) {
        var question = line(words);
        var begin = System.nanoTime();
        var _ = RemoteShop.together(
                CONNECTIONS,
                IntStream.range(0, CONNECTIONS)
                        .<Callable<Integer>>mapToObj(_ -> () -> ask(question, QUESTIONS / CONNECTIONS))
                        .toList());
        return QUESTIONS / ((System.nanoTime() - begin) / 1e9);
    }

    private int ask(byte[] question, int times) {
        try (var socket = new Socket(address().getHost(), address().getPort())) {
            var in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            var out = socket.getOutputStream();
            var password = password();
            if (password.isPresent()) {
                out.write(line(List.of("AUTH", password.get())));
                skipAnswer(in);
            }
            for (var i = 0; i < times; i++) {
                out.write(question);
                skipAnswer(in);
            }
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] line(List<String> words) {
        var text = new StringBuilder("*").append(words.size()).append("\r\n");
        words.forEach(word -> text.append('$')
                .append(word.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n")
                .append(word)
                .append("\r\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An error is no answer. */
    private static void skipAnswer(InputStream in) throws IOException {
        var head = readLine(in);
        switch (head.charAt(0)) {
            case '-' -> throw new IllegalStateException("Redis says " + head);
            case '*' -> {
                for (var left = Integer.parseInt(head.substring(1)); left > 0; left--) {
                    skipAnswer(in);
                }
            }
            case '$' -> in.skipNBytes(Math.max(0, Integer.parseInt(head.substring(1)) + 2));
            default -> {}
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (var next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("Redis hung up");
            }
            text.append((char) next);
        }
        in.skipNBytes(1);
        return text.toString();
    }

    /** The script is the gate's own. */
    private static Optional<String> script() {
        try {
            var field = Class.forName(GATE).getDeclaredField("ASK");
            field.setAccessible(true);
            return Optional.of(String.valueOf(field.get(null)));
        } catch (ReflectiveOperationException _) {
            return Optional.empty();
        }
    }
}
