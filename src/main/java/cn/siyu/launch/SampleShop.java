package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Has an empty shop filled with the sample brand at its first start: by a process of its own that acts through the API, like
 * everybody else. It lies beside the sandbox and is packaged as little; production refuses the setting.
 */
final class SampleShop {

    static final String WANTED = "siyu.sample.shop";

    private static final Logger LOG = Logger.getLogger(SampleShop.class);
    private static final String MAIN = "cn.siyu.sample.SampleShop";
    private static final String DONE = "sample-shop.done";

    private SampleShop() {}

    /** Begins, or goes on where an earlier start was interrupted; ends with the application. */
    static void begin(Config config, String address) {
        unfilled(config)
                .ifPresent(folder -> SandboxServer.buildFolder().ifPresent(build -> start(build, folder, address)));
    }

    /** The data folder, if the sample is wanted in it and not there yet. */
    private static Optional<String> unfilled(Config config) {
        return config.getOptionalValue(Main.STARTED, String.class)
                .filter(folder -> !folder.equals(Main.NOTHING))
                .filter(_ -> config.getOptionalValue(WANTED, Boolean.class).orElse(false))
                .filter(folder -> Files.notExists(Path.of(folder, DONE)));
    }

    private static void start(Path build, String folder, String address) {
        try {
            var process = new ProcessBuilder(command(build, folder, address))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(Path.of(folder, "sample-shop.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop filling the sample shop"));
        } catch (IOException e) {
            LOG.warnf("the sample shop could not be begun: %s", e.getMessage());
        }
    }

    private static List<String> command(Path build, String folder, String address) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                build.resolve("classes") + ":"
                        + Files.readString(build.resolve("classpath.txt")).strip(),
                MAIN,
                "--folder=" + folder,
                "--url=" + address);
    }

    /** What the box says of it. */
    static Optional<String> line(Config config) {
        return unfilled(config)
                .map(
                        _ ->
                                "Sample shop        is filled once, in a few minutes; until then the shop's clock is in the past");
    }
}
