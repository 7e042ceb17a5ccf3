package cn.siyu.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Another JVM with the same launcher. */
record ChildApplication(Process process, BufferedReader output) {

    static ChildApplication launch(Path folder, List<String> prefix) throws IOException {
        var elsewhere = prefix.isEmpty() ? null : folder.getParent();
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                elsewhere == null
                        ? System.getProperty("java.class.path")
                        : elsewhere + "/classes:" + elsewhere + "/lib/*",
                ChildLauncher.class.getName(),
                folder.toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (elsewhere != null) {
            builder.directory(elsewhere.toFile());
            builder.environment()
                    .put("XDG_CACHE_HOME", elsewhere.resolve("cache").toString());
        }
        var process = builder.start();
        return new ChildApplication(process, process.inputReader());
    }

    static ChildApplication start(Path folder, List<String> prefix) throws IOException {
        var child = launch(folder, prefix);
        assertThat(child.output.readLine()).isEqualTo(ChildLauncher.READY);
        return child;
    }

    Map<String, Long> pids() throws IOException {
        var pids = new HashMap<String, Long>();
        for (var i = 0; i < 2; i++) {
            var line = output.readLine().split("=", 2);
            pids.put(line[0], Long.valueOf(line[1]));
        }
        return pids;
    }

    /** Another user cannot read the build's folders, nor the repository in root's home. */
    static void copyClassPath(Path target) throws IOException {
        Files.createDirectories(target.resolve("lib"));
        var wanted = Pattern.compile(".*/(postgresql|embedded-|commons-|xz)[^/]*\\.jar");
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (wanted.matcher(entry).matches()) {
                Files.copy(
                        Path.of(entry),
                        target.resolve("lib").resolve(Path.of(entry).getFileName()));
            } else if (!entry.isEmpty() && Files.isDirectory(Path.of(entry, "cn", "siyu", "launch"))) {
                copyTree(Path.of(entry, "cn", "siyu", "launch"), target.resolve("classes/cn/siyu/launch"));
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
