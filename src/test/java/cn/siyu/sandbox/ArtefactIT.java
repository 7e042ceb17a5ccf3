package cn.siyu.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is shipped cannot pretend to be WeChat: it holds neither the sandbox nor the library the sandbox signs with. */
class ArtefactIT {

    @Test
    void a_production_artefact_holds_no_sandbox_class() {
        var artefact = Path.of("target", "quarkus-app");
        assertThat(artefact).as("the packaged application").isDirectory();

        assertThat(Artefact.sandboxClasses(artefact)).isEmpty();
    }

    @Test
    void the_check_would_see_one() {
        assertThat(Files.isDirectory(Path.of("target", "sandbox", "classes"))).isTrue();

        assertThat(Artefact.sandboxClasses(Path.of("target", "sandbox"))).isNotEmpty();
    }
}
