package cn.siyu.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Looks through what would be shipped for classes that must stay at home. */
public final class Artefact {
    private static final List<String> FORBIDDEN = List.of("cn/siyu/sandbox/", "com/wechat/pay/");

    private Artefact() {}

    /** Every class of the sandbox or of its library below a folder, loose or inside a jar. */
    public static List<String> sandboxClasses(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> names(folder, file))
                    .filter(name -> FORBIDDEN.stream().anyMatch(name::contains))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> names(Path folder, Path file) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.endsWith(".jar")) {
            return Stream.of(name);
        }
        try (var jar = new ZipFile(file.toFile())) {
            return jar.stream().map(entry -> name + "!/" + entry.getName()).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
