package cn.siyu.testing;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.launch.EmbeddedServers.Mode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/**
 * Real PostgreSQL, Redis and sandbox for every {@code @QuarkusTest}, found through the service loader. They start once
 * in a JVM and are shared by all profiles; they end with the JVM. WeChat Pay's key has just been changed in them: the shop under
 * test knows the new one and the one before.
 */
public final class EmbeddedResource implements QuarkusTestResourceLifecycleManager {

    /** The folder of this JVM's servers: the classes of this package are loaded more than once, properties are not. */
    public static final String FOLDER = "siyu.testing.folder";

    /** Each of the JVMs that run tests side by side sweeps its own place only: what is just being started looks abandoned. */
    private static final Path FOLDERS = Path.of("target", "embedded", System.getProperty("surefire.forkNumber", "1"));

    @Override
    public Map<String, String> start() {
        var running = System.getProperty(FOLDER);
        return running == null ? startServers() : told(Path.of(running));
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
        var folder = servers.folder().orElseThrow();
        System.setProperty(FOLDER, folder.toString());
        rotateKeys(told(folder).getOrDefault("siyu.wechat.pay-url", ""));
        return told(folder);
    }

    private static Map<String, String> told(Path folder) {
        var settings = SettingsFile.read(folder.resolve(EmbeddedServers.SETTINGS_FILE));
        settings.putAll(SettingsFile.read(folder.resolve("sandbox").resolve("wechat-sandbox.properties")));
        return settings;
    }

    private static void rotateKeys(String sandbox) {
        var request = HttpRequest.newBuilder(URI.create(sandbox + "/_control/keys/rotate"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the sandbox does not change its key: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
