package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.KeptClasses;
import cn.siyu.testing.ShopProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Comes before all others that start the packaged shop: what it keeps makes their starts half as long. */
class KeptClassesIT {

    private static final Path FOLDER = Path.of("target", "kept-classes");

    @Test
    void a_start_keeps_its_classes_for_those_that_follow() {
        var kept = KeptClasses.ofBuild();
        // What an earlier build left may be of tables that have changed since.
        EmbeddedServers.sweep(FOLDER);
        var shop = ShopProcess.record(FOLDER.resolve("data"), kept, Map.of());
        shop.awaitReady();

        shop.close();

        assertThat(kept.isThere()).as(shop.log()).isTrue();
    }
}
