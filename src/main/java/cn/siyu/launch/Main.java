package cn.siyu.launch;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Starts what has no configured address, then the application. */
@QuarkusMain
public class Main {

    /** Set once for the life of the process: live reload calls {@code main} again, with new classes. */
    static final String STARTED = "siyu.launch.started";

    static final String NOTHING = "nothing";

    private static final Duration DRAIN = Duration.ofSeconds(30);

    public static void main(String... arguments) {
        if (System.getProperty(STARTED) == null) {
            try {
                startServers();
            } catch (LaunchRefused e) {
                System.err.println("Siyu cannot start: " + e.getMessage());
                System.exit(1);
            }
        }
        // Nothing may follow here: in dev mode it would run at each live reload.
        Quarkus.run(ReadyBox.class, arguments);
    }

    private static void startServers() {
        var settings = Settings.of(defaultProfile());
        if (settings.isProduction()) {
            ProductionGate.check(settings);
        }
        refuseTakenPort(settings);
        var servers = EmbeddedServers.start(EmbeddedServers.Mode.DURABLE, dataFolder(settings), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(servers), "stop embedded servers"));
        servers.settings().forEach(System::setProperty);
        System.setProperty(STARTED, servers.folder().map(Path::toString).orElse(NOTHING));
    }

    /**
     * The profile when none is chosen: dev in dev mode, prod when packaged. The launch mode is not yet set when our
     * main method is called, but only dev mode calls it from a class loader that can reload.
     */
    static String defaultProfile() {
        var loader = String.valueOf(Thread.currentThread().getContextClassLoader());
        return loader.startsWith("QuarkusClassLoader")
                ? LaunchMode.DEVELOPMENT.getDefaultProfile()
                : LaunchMode.current().getDefaultProfile();
    }

    private static Path dataFolder(Settings settings) {
        return settings.find("siyu.data-folder").map(Path::of).orElseGet(() -> {
            // quarkus:dev may run in the build folder, which the next "clean" removes.
            var here = Path.of("").toAbsolutePath();
            var parent = here.getParent();
            var project = parent != null && here.endsWith("target") && Files.exists(parent.resolve("pom.xml"))
                    ? parent
                    : here;
            return project.resolve(".siyu").resolve("data");
        });
    }

    private static void refuseTakenPort(Settings settings) {
        var port = settings.find("quarkus.http.port").map(Integer::valueOf).orElse(8080);
        var host = settings.find("quarkus.http.host").orElse("0.0.0.0");
        if (port > 0) {
            Ports.obstacle(host, port).ifPresent(why -> {
                throw new LaunchRefused(
                        "port %d cannot be used (%s); stop whoever has it, or choose another with quarkus.http.port / QUARKUS_HTTP_PORT"
                                .formatted(port, why));
            });
        }
    }

    /** A request that is still running needs its database until the application has let go of it. */
    private static void stop(EmbeddedServers servers) {
        var application = Application.currentApplication();
        if (application != null) {
            var waiting = Thread.ofPlatform().daemon().start(application::awaitShutdown);
            try {
                var _ = waiting.join(DRAIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        servers.close();
    }
}
