package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.launch.EmbeddedServers.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator has configured is found, and respected. */
class SettingsTest {

    @Test
    void configured_addresses_are_used_and_nothing_starts() throws Exception {
        var elsewhere = Path.of("target", "launch-test", "unused");
        var configured = Settings.only(
                "prod",
                Map.of(
                        "%prod.quarkus.datasource.reactive.url", "postgresql://db.example/siyu",
                        "quarkus.redis.hosts", "redis://cache.example"));

        try (var servers = EmbeddedServers.start(Mode.DURABLE, elsewhere, configured)) {
            assertThat(servers.servers()).isEmpty();
            assertThat(servers.folder()).isEmpty();
            assertThat(elsewhere).doesNotExist();
            assertThat(servers.settings())
                    .isEqualTo(Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/siyu"));
        }
    }

    @Test
    void the_profile_s_own_value_wins() {
        var settings =
                Settings.only("sandbox", Map.of("%sandbox.a", "own", "a", "general", "%prod.b", "other", "c", " "));

        assertThat(settings.find("a")).contains("own");
        assertThat(settings.has("b")).isFalse();
        assertThat(settings.has("c")).isFalse();
        assertThat(settings.isProduction()).isFalse();
    }

    @Test
    void the_box_shows_no_password() {
        assertThat(ReadyBox.withoutPassword("redis://:secret@127.0.0.1:6379")).isEqualTo("redis://127.0.0.1:6379");
        assertThat(ReadyBox.drawn(List.of("a", "bcd")).lines().skip(1).map(String::length))
                .containsOnly(9);
    }
}
