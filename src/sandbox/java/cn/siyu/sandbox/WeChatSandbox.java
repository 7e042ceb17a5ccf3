package cn.siyu.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Starts the sandbox: {@code --port=0 --folder=<dir> --clock=<file> [--detached]}.
 *
 * <p>It lives as long as the process that started it: when its standard input ends, it ends, unless it is detached.
 */
public final class WeChatSandbox {
    private WeChatSandbox() {}

    public static void main(String[] arguments) throws Exception {
        // The class path is the application's; so is the log manager it expects.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        var settings = settings(arguments);
        var folder = Path.of(settings.getOrDefault("folder", "."));
        var keys = Keys.in(folder);
        var clockFile = settings.get("clock");
        var clock = VirtualClock.mapped(clockFile == null ? folder.resolve("clock") : Path.of(clockFile));
        var server = new SandboxServer(keys, folder, clock, Integer.parseInt(settings.getOrDefault("port", "0")));
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            var _ = vertx.deployVerticle(server)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            System.err.println("SANDBOX FAILED " + failure.getCause());
            System.exit(1);
        }
        keys.tellApplication(server.port());
        System.out.println("SANDBOX READY port=" + server.port());
        if (!settings.containsKey("detached")) {
            endWithParent();
        }
    }

    private static Map<String, String> settings(String[] arguments) {
        var settings = new HashMap<String, String>();
        for (var argument : arguments) {
            if (!argument.startsWith("--")) {
                throw new IllegalArgumentException("Arguments look like --name=value, not " + argument);
            }
            var parts = argument.substring(2).split("=", 2);
            settings.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return settings;
    }

    /** The pipe from the parent breaks however the parent dies. All that was said is in the journal, so exit is enough. */
    private static void endWithParent() throws IOException {
        var buffer = new byte[256];
        while (System.in.read(buffer) >= 0) {
            // What the parent says does not matter, only that it lives.
        }
        System.exit(0);
    }
}
