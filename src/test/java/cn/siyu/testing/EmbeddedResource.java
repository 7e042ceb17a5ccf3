package cn.siyu.testing;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.launch.EmbeddedServers.Mode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Real PostgreSQL, Redis and sandbox for every {@code @QuarkusTest}, found through the service loader. They start once
 * in a JVM and are shared by all profiles; they end with the JVM.
 */
public final class EmbeddedResource implements QuarkusTestResourceLifecycleManager {

    /** The folder of this JVM's servers: the classes of this package are loaded more than once, properties are not. */
    public static final String FOLDER = "siyu.testing.folder";

    private static final Path FOLDERS = Path.of("target", "embedded");
    private static final String SETTINGS = "settings.properties";

    @Override
    public Map<String, String> start() {
        var running = System.getProperty(FOLDER);
        return running == null ? startServers() : read(Path.of(running, SETTINGS));
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
        servers.folder().ifPresent(folder -> {
            write(folder.resolve(SETTINGS), servers.settings());
            System.setProperty(FOLDER, folder.toString());
        });
        return servers.settings();
    }

    private static void write(Path file, Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var settings = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }
}
