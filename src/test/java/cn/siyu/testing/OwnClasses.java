package cn.siyu.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is shipped, found where it was compiled to: all types of a kind, without those of the tests. */
public final class OwnClasses {

    private static final Path ROOT = Path.of("target", "classes");
    private static final String SUFFIX = ".class";

    private OwnClasses() {}

    /** Those that are assignable to {@code kind}, itself among them. */
    public static <T> List<Class<? extends T>> of(Class<T> kind) {
        try (var files = Files.walk(ROOT.resolve("cn").resolve("siyu"))) {
            return files.map(file -> ROOT.relativize(file).toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.endsWith("package-info" + SUFFIX))
                    .sorted()
                    .<Class<?>>map(name -> load(
                            name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'), kind))
                    .filter(kind::isAssignableFrom)
                    .<Class<? extends T>>map(type -> type.asSubclass(kind))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name, Class<?> beside) {
        try {
            return Class.forName(name, false, beside.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
