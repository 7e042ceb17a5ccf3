package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.ShopProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application: how it begins, how it ends, and what it leaves behind. */
class PackagedIT {

    private static final Path FOLDERS = Path.of("target", "packaged-it").toAbsolutePath();

    @BeforeAll
    @AfterAll
    static void sweep() {
        EmbeddedServers.sweep(FOLDERS);
    }

    @Test
    void orphans_of_a_kill_are_adopted_and_a_running_request_outlives_sigterm_but_not_the_servers() throws Exception {
        var folder = FOLDERS.resolve("data");
        var killed = ShopProcess.start(folder, Map.of());
        assertThat(said(killed, "/api/mp/v1/shop")).contains("91440300SAMPLE0000");
        var orphans = servers(folder);
        try (var further = ShopProcess.startBeside(killed, Map.of())) {
            assertThat(further.baseUri()).isNotEqualTo(killed.baseUri());
        }
        killed.kill9();
        assertThat(servers(folder)).isEqualTo(orphans).hasSize(3);
        var shop = ShopProcess.start(folder, Map.of());
        assertThat(servers(folder)).isEqualTo(orphans);

        // The readiness request asks the database, which we hold still while the end is announced.
        var database = holdStill(folder);
        try (var client = HttpClient.newHttpClient()) {
            var request = client.sendAsync(
                    HttpRequest.newBuilder(shop.baseUri().resolve("/q/health/ready"))
                            .build(),
                    BodyHandlers.discarding());
            Thread.sleep(Duration.ofMillis(500));
            shop.sigterm();
            Thread.sleep(Duration.ofSeconds(1));
            assertThat(request).isNotDone();
            database.forEach(pid -> Processes.signal(pid, "CONT"));

            assertThat(request.join().statusCode()).isEqualTo(200);
        }

        assertThat(shop.awaitExit()).isIn(0, 143);
        assertThat(servers(folder)).isEmpty();
    }

    @Test
    void a_second_application_on_the_folder_is_refused_in_one_line() {
        var folder = FOLDERS.resolve("taken");
        try (var _ = DataFolder.open(folder)) {
            var second = ShopProcess.launch(folder, ShopProcess.freePort(), Map.of());

            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.log().lines())
                    .singleElement()
                    .asString()
                    .contains("in use by another application", "siyu.data-folder");
        }
    }

    @Test
    void a_taken_port_is_named_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var shop = ShopProcess.launch(FOLDERS.resolve("unused"), taken.getLocalPort(), Map.of());

            assertThat(shop.awaitExit()).isEqualTo(1);
            assertThat(shop.log().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort(), "quarkus.http.port");
        }
    }

    /** What is said to everybody. */
    private static String said(ShopProcess shop, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(shop.baseUri().resolve(path)).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static List<Long> servers(Path folder) {
        return Stream.of(
                        folder.resolve("postgres").toString(),
                        folder.resolve("redis/redis.conf").toString(),
                        "--folder=" + folder.resolve("sandbox"))
                .flatMap(marker -> Processes.find(marker).stream())
                .toList();
    }

    /** Who starts others first: a shop that has just begun still opens connections. */
    private static List<Long> holdStill(Path folder) {
        var postmaster = Processes.find(folder.resolve("postgres").toString()).orElseThrow();
        Processes.signal(postmaster, "STOP");
        var children = ProcessHandle.of(postmaster)
                .orElseThrow()
                .children()
                .map(ProcessHandle::pid)
                .toList();
        children.forEach(pid -> Processes.signal(pid, "STOP"));
        return Stream.concat(Stream.of(postmaster), children.stream()).toList();
    }
}
