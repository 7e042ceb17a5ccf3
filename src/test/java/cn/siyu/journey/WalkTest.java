package cn.siyu.journey;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** What the documents tell a newcomer to type is typed here, as it stands there. */
@QuarkusTest
class WalkTest {

    private static final Pattern WALK = Pattern.compile("<!-- walk -->(.*?)<!-- /walk -->", Pattern.DOTALL);
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_walks_of_the_readme_and_of_contributing_work_as_written() throws Exception {
        var script = "set -eu\n" + commands("README.md") + commands("CONTRIBUTING.md");
        var log = Path.of("target", "walk.log");
        Files.createDirectories(log.getParent());

        var shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        shell.environment().putAll(Map.of("SHOP", shop(), "SANDBOX", sandbox(), "PASSWORD", SignIn.samplePassword()));
        var process = shell.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("the walk ends in time")
                .isTrue();
        assertThat(process.exitValue())
                .as("bash and curl are needed; the walk said: %s", Files.readString(log))
                .isZero();
    }

    @Test
    void the_requests_for_editors_work_as_written() throws IOException {
        try (var files = Files.list(Path.of("openapi", "http"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".http")).toList()) {
                var given = Map.of("shop", shop(), "sandbox", sandbox(), "password", SignIn.samplePassword());

                assertThat(new HttpFile(file, given).run()).isPositive();
            }
        }
    }

    private static String shop() {
        return RestAssured.baseURI + ":" + RestAssured.port;
    }

    private static String sandbox() {
        return ConfigProvider.getConfig().getValue("siyu.wechat.api-url", String.class);
    }

    private static String commands(String document) throws IOException {
        return WALK.matcher(Files.readString(Path.of(document)))
                .results()
                .flatMap(walk -> SHELL.matcher(walk.group(1)).results())
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
    }
}
