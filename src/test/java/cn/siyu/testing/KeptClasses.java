package cn.siyu.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of the packaged shop as one start has loaded and linked them, kept in a file for the starts that follow: they take
 * half as long. A virtual machine with another collector or other pointers does not use them and starts as without.
 */
public record KeptClasses(Path file) {

    /** Those that the tests of one build share. */
    public static KeptClasses ofBuild() {
        return new KeptClasses(Path.of(System.getProperty("siyu.build.directory", "target"), "siyu.aot")
                .toAbsolutePath());
    }

    /** Options of a start that writes the file when it has ended. */
    public List<String> recording() {
        return List.of("-XX:AOTCacheOutput=" + file);
    }

    /** Options of a start that uses it; none as long as nothing was recorded. */
    public List<String> replaying() {
        return isThere() ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    public boolean isThere() {
        return Files.exists(file);
    }
}
