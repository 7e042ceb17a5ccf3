package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has configured, read before Quarkus is there to read it: system properties, environment,
 * {@code .env}, named files, {@code config/application.properties} and the built-in {@code application.properties}, in
 * this order.
 */
final class Settings {

    private final List<String> profiles;
    private final List<Source> sources;

    private Settings(String profiles, List<Source> sources) {
        this.profiles = List.of(profiles.split(",", -1));
        this.sources = sources;
    }

    /** @param fallbackProfile the profile that holds when none is chosen: dev, test or prod */
    static Settings of(String fallbackProfile) {
        var sources = new ArrayList<Source>(List.of(System::getProperty, name -> System.getenv(variable(name))));
        sources.add(file(Path.of(".env"), Settings::variable));
        // Whatever names further files stands in what has been read so far.
        var soFar = new Settings(fallbackProfile, List.copyOf(sources));
        soFar.findExactly("smallrye.config.locations")
                .or(() -> soFar.findExactly("quarkus.config.locations"))
                .ifPresent(files -> List.of(files.split(",", -1))
                        .forEach(file -> sources.add(file(Path.of(file.strip()), UnaryOperator.identity()))));
        sources.add(file(Path.of("config", "application.properties"), UnaryOperator.identity()));
        sources.add(builtIn());
        var chosen = new Settings(fallbackProfile, sources)
                .findExactly("quarkus.profile")
                .orElse(fallbackProfile);
        return new Settings(chosen, sources);
    }

    /** These values and nothing else. */
    static Settings only(String profile, Map<String, String> values) {
        return new Settings(profile, List.of(values::get));
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
        return sources.stream()
                .map(source -> source.get(name))
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Source file(Path file, UnaryOperator<String> spelling) {
        var properties = new Properties();
        if (Files.isReadable(file)) {
            try (var in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new LaunchRefused("could not read %s: %s".formatted(file, e.getMessage()), e);
            }
        }
        return name -> properties.getProperty(spelling.apply(name), properties.getProperty(name));
    }

    private static Source builtIn() {
        var properties = new Properties();
        try (var in = Settings.class.getResourceAsStream("/application.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new LaunchRefused("could not read application.properties: " + e.getMessage(), e);
        }
        return properties::getProperty;
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** A place where settings are looked for. */
    @FunctionalInterface
    private interface Source {
        @Nullable
        String get(String name);
    }
}
