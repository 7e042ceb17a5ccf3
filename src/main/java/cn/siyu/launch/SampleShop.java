package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private static final String BEGUN = "sample-shop.begun";
    private static final String DONE = "sample-shop.done";

    private SampleShop() {}

    /** Begins, or goes on where an earlier start was interrupted; ends with the application. */
    static void begin(Config config, String address) {
        var folder = folder(config).filter(it -> Files.notExists(it.resolve(DONE)));
        if (isWanted(config)) {
            folder.ifPresent(it -> SandboxServer.buildFolder().ifPresent(build -> start(build, it, address)));
        } else {
            folder.filter(it -> Files.exists(it.resolve(BEGUN))).ifPresent(SampleShop::leave);
        }
    }

    /** The data folder of this start. */
    static Optional<Path> folder(Config config) {
        return config.getOptionalValue(Main.STARTED, String.class)
                .filter(folder -> !folder.equals(Main.NOTHING))
                .map(Path::of);
    }

    static boolean isWanted(Config config) {
        return config.getOptionalValue(WANTED, Boolean.class).orElse(false);
    }

    private static void start(Path build, Path folder, String address) {
        try {
            var process = new ProcessBuilder(command(build, folder, address))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(folder.resolve("sample-shop.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop filling the sample shop"));
        } catch (IOException e) {
            LOG.warnf("the sample shop could not be begun: %s", e.getMessage());
        }
    }

    /** Nobody wants the rest of a half filled shop any more: it shall not stay in the past for ever. */
    private static void leave(Path folder) {
        try {
            // In place: the application has mapped the file.
            Files.write(folder.resolve("clock.offset"), new byte[Long.BYTES], StandardOpenOption.WRITE);
            Files.writeString(folder.resolve(DONE), "left half filled\n");
        } catch (IOException e) {
            LOG.warnf("the shop's clock is in the past and could not be set: %s", e.getMessage());
        }
    }

    private static List<String> command(Path build, Path folder, String address) throws IOException {
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
        return folder(config)
                .filter(folder -> isWanted(config) && Files.notExists(folder.resolve(DONE)))
                .map(_ ->
                        "Sample shop        is filled now, once, for a minute or two: wait for \"Sample shop: ready\"");
    }
}
