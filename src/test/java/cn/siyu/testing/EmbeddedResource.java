package cn.siyu.testing;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.launch.EmbeddedServers.Mode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * Real PostgreSQL, Redis and sandbox for every {@code @QuarkusTest}, found through the service loader. They start once
 * in a JVM and are shared by all profiles; they end with the JVM.
 */
public final class EmbeddedResource implements QuarkusTestResourceLifecycleManager {

    /** The folder of this JVM's servers: the classes of this package are loaded more than once, properties are not. */
    public static final String FOLDER = "siyu.testing.folder";

    /** Each of the JVMs that run tests side by side sweeps its own place only: what is just being started looks abandoned. */
    private static final Path FOLDERS = Path.of("target", "embedded", System.getProperty("surefire.forkNumber", "1"));

    @Override
    public Map<String, String> start() {
        var running = System.getProperty(FOLDER);
        return running == null ? startServers() : SettingsFile.read(Path.of(running, EmbeddedServers.SETTINGS_FILE));
    }

    @Override
    public void stop() {
        // The servers outlive this application: the next profile's needs them too.
    }

    private static Map<String, String> startServers() {
        EmbeddedServers.sweep(FOLDERS);
        var pid = Long.toString(ProcessHandle.current().pid());
        var servers = EmbeddedServers.start(Mode.THROWAWAY, FOLDERS.resolve(pid), "test");
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop embedded servers"));
        servers.folder().ifPresent(folder -> System.setProperty(FOLDER, folder.toString()));
        return servers.settings();
    }
}
