package cn.siyu.kernel.event;

import cn.siyu.testing.ShopProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/** A real broker of one node as a process of its own, empty at the start and gone at the end; in between it may be away. */
final class KafkaBroker implements AutoCloseable {

    private final Path folder;
    private final Path settings;
    private final int port;
    private Process process;

    private KafkaBroker(Path folder, Path settings, int port) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.port = port;
        this.process = java(folder, "kafka.Kafka", settings.toString());
    }

    static KafkaBroker start(Path folder) throws IOException, InterruptedException {
        var port = ShopProcess.freePort();
        var controller = ShopProcess.freePort();
        Files.createDirectories(folder);
        var settings = folder.resolve("server.properties");
        Files.writeString(
                settings, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                num.network.threads=1
                num.io.threads=2
                num.partitions=4
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=2097152
                """.formatted(port, controller, folder.resolve("log").toAbsolutePath()));
        var format = java(
                folder,
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                settings.toString());
        if (!format.waitFor(30, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new AssertionError("the broker's folder could not be formatted: " + output(folder));
        }
        return new KafkaBroker(folder, settings, port);
    }

    /** It goes without a word. */
    void kill9() throws InterruptedException {
        var _ = process.destroyForcibly().waitFor();
    }

    /** It comes back at its old address with all that it has stored. */
    void startAgain() throws IOException {
        process = java(folder, "kafka.Kafka", settings.toString());
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private static Process java(Path folder, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
    }

    private static String output(Path folder) throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
