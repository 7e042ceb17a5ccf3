package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The names of the unpacked folders tell the truth. */
class BinariesTest {

    @Test
    void the_programs_are_of_the_versions_in_their_folders() throws Exception {
        var cache = Unprivileged.here().cache(Path.of("target"));
        var log = Files.createTempFile("version", ".txt");

        assertThat(Processes.run(
                        List.of(Binaries.postgres(cache).resolve("bin/postgres").toString(), "--version"), log))
                .isZero();
        assertThat(Files.readString(log)).contains(" " + Binaries.POSTGRES_VERSION);
        assertThat(Processes.run(List.of(Binaries.redis(cache).toString(), "--version"), log))
                .isZero();
        assertThat(Files.readString(log)).contains("v=" + Binaries.REDIS_VERSION);
    }
}
