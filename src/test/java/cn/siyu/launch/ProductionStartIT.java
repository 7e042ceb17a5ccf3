package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.KeptClasses;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEC-07: the packaged application starts in production on good settings only, and names each bad one. */
class ProductionStartIT {

    private static final Path JAR =
            Path.of(System.getProperty("siyu.build.directory", "target"), "quarkus-app", "quarkus-run.jar");

    private static final Map<String, String> GOOD = new HashMap<>();

    /** A shop may be without these. */
    private static final Map<String, String> WECOM = Map.of(
            "siyu.wecom.api-url", "https://qyapi.weixin.qq.com",
            "siyu.wecom.corp-id", "ww8888888888888888",
            "siyu.wecom.corp-secret", "0123456789abcdef0123456789abcdef",
            "siyu.wecom.callback-token", "abcdefgh12345678",
            "siyu.wecom.callback-aes-key", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");

    @BeforeAll
    static void makeKeys() throws NoSuchAlgorithmException {
        var rsa = keys("RSA", 2048);
        GOOD.put("siyu.pii.key", randomLooking(7));
        GOOD.put("siyu.pii.index-key", randomLooking(11));
        GOOD.put("siyu.tokens.member-private-key", base64(rsa.getPrivate().getEncoded()));
        GOOD.put(
                "siyu.tokens.staff-private-key",
                base64(keys("EC", 256).getPrivate().getEncoded()));
        GOOD.put("siyu.public-url", "https://shop.example.cn");
        GOOD.put("siyu.wechat.app-id", "wx8888888888888888");
        GOOD.put("siyu.wechat.app-secret", "0123456789abcdef0123456789abcdef");
        GOOD.put("siyu.wechat.mch-id", "1900000001");
        GOOD.put("siyu.wechat.mch-serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
        GOOD.put("siyu.wechat.mch-private-key", base64(rsa.getPrivate().getEncoded()));
        GOOD.put("siyu.wechat.api-v3-key", "abcdefghijklmnopqrstuvwxyz012345");
        GOOD.put("siyu.wechat.pay-public-key-id", "PUB_KEY_ID_0119000000012024");
        GOOD.put("siyu.wechat.pay-public-key", base64(rsa.getPublic().getEncoded()));
        GOOD.put("siyu.wechat.api-url", "https://api.weixin.qq.com");
        GOOD.put("siyu.wechat.pay-url", "https://api.mch.weixin.qq.com");
    }

    static Stream<Arguments> badSettings() throws NoSuchAlgorithmException {
        return Stream.of(
                bad("siyu.pii.key", ""),
                bad("siyu.pii.key", base64(new byte[16])),
                bad("siyu.pii.index-key", base64(new byte[32])),
                bad("siyu.tokens.member-private-key", ""),
                bad(
                        "siyu.tokens.member-private-key",
                        base64(keys("RSA", 1024).getPrivate().getEncoded())),
                bad("siyu.tokens.staff-private-key", "not a key"),
                bad("siyu.public-url", ""),
                bad("siyu.public-url", "http://shop.example.cn"),
                bad("siyu.wechat.app-id", "wxsandbox00000001"),
                bad("siyu.wechat.app-secret", ""),
                bad("siyu.wechat.mch-id", ""),
                bad("siyu.wechat.mch-serial", ""),
                bad("siyu.wechat.mch-private-key", ""),
                bad("siyu.wechat.api-v3-key", "sandbox-api-v3-key-0123456789abc"),
                bad("siyu.wechat.api-v3-key", "short"),
                bad("siyu.wechat.pay-public-key-id", "PUB_KEY_ID_SANDBOX"),
                bad("siyu.wechat.pay-public-key", ""),
                bad("siyu.wechat.api-url", "http://127.0.0.1:9000"),
                bad("siyu.wechat.pay-url", "https://localhost:9000"),
                bad("siyu.wecom.api-url", "http://127.0.0.1:9000"),
                bad("siyu.wecom.corp-id", "wwsandbox000000001"),
                bad("siyu.wecom.corp-id", ""),
                bad("siyu.wecom.corp-secret", ""),
                bad("siyu.wecom.callback-token", ""),
                bad("siyu.wecom.callback-aes-key", ""),
                bad("siyu.wecom.callback-aes-key", "short"),
                bad("quarkus.http.cors.origins", "*"),
                bad("siyu.clock.file", "/tmp/clock"),
                bad("siyu.sample.password", "sample"),
                bad("siyu.identity.sample-staff", "true"),
                bad("siyu.sample.shop", "true"),
                bad("siyu.identity.totp-required", "false"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("badSettings")
    void a_bad_setting_is_named_and_ends_the_start(String name, String value) throws Exception {
        var settings = new HashMap<>(GOOD);
        settings.putAll(WECOM);
        settings.put(name, value);

        var end = start(settings);

        assertThat(end.output()).contains("not fit for production").contains("  - " + name + " ");
        assertThat(end.output().lines().filter(line -> line.startsWith("  - "))).hasSize(1);
        assertThat(end.status()).isEqualTo(1);
        assertThat(value.length() < 12 || !end.output().contains(value)).isTrue();
    }

    @Test
    void an_empty_production_start_names_everything_that_is_needed() throws Exception {
        var end = start(Map.of());

        assertThat(end.status()).isEqualTo(1);
        assertThat(end.output()).contains(GOOD.keySet()).contains("SIYU_PII_KEY");
    }

    @ParameterizedTest(name = "with WeCom: {0}")
    @ValueSource(booleans = {false, true})
    void good_settings_pass_the_gate(boolean weCom) throws Exception {
        try (var taken = new ServerSocket(0)) {
            var settings = new HashMap<>(GOOD);
            settings.putAll(weCom ? WECOM : Map.of());
            settings.put("quarkus.http.port", Integer.toString(taken.getLocalPort()));

            var end = start(settings);

            assertThat(end.output()).contains("quarkus.http.port").doesNotContain("not fit for production");
        }
    }

    private record End(int status, String output) {}

    private static End start(Map<String, String> settings) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(KeptClasses.ofBuild().replaying());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-jar");
        command.add(JAR.toAbsolutePath().toString());
        var folder = Files.createTempDirectory("production-start");
        var output = folder.resolve("output.txt").toFile();
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SIYU_") || name.startsWith("QUARKUS_"));
        var process = builder.redirectOutput(output).start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the start was not refused: " + read(output));
        }
        return new End(process.exitValue(), read(output));
    }

    private static String read(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    }

    private static Arguments bad(String name, String value) {
        return Arguments.of(name, value);
    }

    private static KeyPair keys(String algorithm, int bits) throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String randomLooking(int factor) {
        var bytes = new byte[32];
        for (var at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (at * factor + factor);
        }
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
