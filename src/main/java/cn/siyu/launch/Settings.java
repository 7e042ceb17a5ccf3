package cn.siyu.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * What the operator has configured, read before Quarkus is there to read it: system properties, environment,
 * {@code .env}, named files, {@code config/application.properties} and the built-in {@code application.properties}, in this order.
 */
final class Settings {

    private final List<String> profiles;
    private final Properties dotEnv = new Properties();
    private final Properties located = new Properties();
    private final Properties beside = new Properties();
    private final Properties builtIn = new Properties();

    private Settings(List<String> profiles) {
        this.profiles = profiles;
    }

    /** @param fallbackProfile the profile that holds when none is chosen: dev, test or prod */
    static Settings of(String fallbackProfile) {
        var chosen = Optional.ofNullable(System.getProperty("quarkus.profile"))
                .or(() -> Optional.ofNullable(System.getenv("QUARKUS_PROFILE")))
                .filter(value -> !value.isBlank())
                .orElse(fallbackProfile);
        var settings = new Settings(List.of(chosen.split(",")));
        load(settings.dotEnv, Path.of(".env"));
        settings.findExactly("smallrye.config.locations")
                .or(() -> settings.findExactly("quarkus.config.locations"))
                .ifPresent(files -> List.of(files.split(",")).forEach(file -> load(settings.located, Path.of(file))));
        load(settings.beside, Path.of("config", "application.properties"));
        try (var in = Settings.class.getResourceAsStream("/application.properties")) {
            if (in != null) {
                settings.builtIn.load(in);
            }
        } catch (IOException e) {
            throw new LaunchRefused("could not read application.properties: " + e.getMessage(), e);
        }
        return settings;
    }

    private static void load(Properties target, Path file) {
        if (Files.isReadable(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                target.load(in);
            } catch (IOException e) {
                throw new LaunchRefused("could not read %s: %s".formatted(file, e.getMessage()), e);
            }
        }
    }

    boolean isProduction() {
        return profiles.contains("prod");
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    Optional<String> find(String name) {
        return profiles.stream()
                .flatMap(profile -> findExactly("%" + profile.strip() + "." + name).stream())
                .findFirst()
                .or(() -> findExactly(name));
    }

    private Optional<String> findExactly(String name) {
        var variable = variable(name);
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .or(() -> Optional.ofNullable(dotEnv.getProperty(variable)))
                .or(() -> Optional.ofNullable(dotEnv.getProperty(name)))
                .or(() -> Optional.ofNullable(located.getProperty(name)))
                .or(() -> Optional.ofNullable(beside.getProperty(name)))
                .or(() -> Optional.ofNullable(builtIn.getProperty(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
