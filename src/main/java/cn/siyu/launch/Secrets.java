package cn.siyu.launch;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Passwords and keys, made once and kept in the data folder, readable by its owner only. */
final class Secrets {

    static final String SAMPLE_PASSWORD = "siyu.sample.password";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final Map<String, Supplier<String>> SERVERS = Map.of(
            "postgres.admin", () -> password(24),
            "postgres.owner", () -> password(24),
            "postgres.app", () -> password(24),
            "redis", () -> password(24));
    private static final Map<String, Supplier<String>> APPLICATION = Map.of(
            "siyu.pii.key",
            Secrets::key,
            "siyu.pii.index-key",
            Secrets::key,
            "siyu.tokens.member-private-key",
            () -> privateKey("RSA", 2048),
            "siyu.tokens.staff-private-key",
            () -> privateKey("EC", 256),
            SAMPLE_PASSWORD,
            Secrets::readablePassword);

    private final Map<String, String> values;

    private Secrets(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the secrets and makes those that are missing; an application in production brings its own. */
    static Secrets of(DataFolder folder, boolean withApplication) {
        var file = folder.resolve("secrets.properties");
        var values = read(file);
        if (values.isEmpty() && Files.exists(folder.resolve("postgres"))) {
            throw new LaunchRefused(
                    "%s is missing, without it the data beside it cannot be opened; restore it, or choose another folder with %s"
                            .formatted(file, DataFolder.SETTING));
        }
        var before = values.size();
        SERVERS.forEach((name, maker) -> values.computeIfAbsent(name, _ -> maker.get()));
        if (withApplication) {
            APPLICATION.forEach((name, maker) -> values.computeIfAbsent(name, _ -> maker.get()));
        }
        if (values.size() > before) {
            write(file, values);
        }
        return new Secrets(values);
    }

    String get(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new LaunchRefused("secrets.properties lacks " + name);
        }
        return value;
    }

    /** Whether the operator has set every secret of the application himself. */
    static boolean areConfigured(Settings configured) {
        return APPLICATION.keySet().stream().allMatch(configured::has);
    }

    /** Those that the application reads as settings. */
    Map<String, String> ofApplication() {
        return values.entrySet().stream()
                .filter(entry -> APPLICATION.containsKey(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, String> read(Path file) {
        if (Files.notExists(file)) {
            return new TreeMap<>();
        }
        return readProperties(file);
    }

    static Map<String, String> readProperties(Path file) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (IOException e) {
            throw new LaunchRefused("could not read %s: %s".formatted(file, e.getMessage()), e);
        }
        var values = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** Writes a file that only its owner may read, complete or not at all. */
    static void write(Path file, Map<String, String> values) {
        var text = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        var half = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(half);
            Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(half, text);
            var _ = Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchRefused("could not write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String password(int bytes) {
        var value = new byte[bytes];
        RANDOM.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    private static String key() {
        var value = new byte[32];
        RANDOM.nextBytes(value);
        return Base64.getEncoder().encodeToString(value);
    }

    private static String privateKey(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new LaunchRefused("this Java lacks " + algorithm, e);
        }
    }

    /** Three groups of five, without letters that look alike: somebody types it from the screen. */
    private static String readablePassword() {
        return RANDOM.ints(15, 0, READABLE.length())
                .mapToObj(READABLE::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining())
                .replaceAll("(.{5})(?=.)", "$1-");
    }
}
