package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root; this is how root runs it all the same. */
enum Unprivileged {
    /** An ordinary user runs it as himself. */
    DIRECT(""),
    /** In a user namespace root is nobody, and the files stay his own. */
    UNSHARE("unshare -U"),
    /** As the user nobody, who then owns the files and must be able to reach them. */
    SETPRIV("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    static Unprivileged here() {
        if (!isRoot()) {
            return DIRECT;
        }
        for (var way : List.of(UNSHARE, SETPRIV)) {
            var trial = new ArrayList<>(way.prefix());
            trial.add("true");
            if (Processes.succeeds(trial.toArray(String[]::new))) {
                return way;
            }
        }
        throw new LaunchRefused("PostgreSQL does not run as root, and neither unshare nor setpriv works here; "
                + "run as an ordinary user, or set quarkus.datasource.reactive.url to a real server");
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | RuntimeException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1));
    }

    /** Nobody cannot look into root's home, so his programs lie where everybody can read. */
    Path cache(Path dataFolder) {
        return this == SETPRIV ? Path.of("/var/cache/siyu") : Binaries.cache(dataFolder);
    }

    void own(Path folder) {
        if (this == SETPRIV && !Processes.succeeds("chown", "-R", "65534:65534", folder.toString())) {
            throw new LaunchRefused("could not hand %s to the user nobody".formatted(folder));
        }
    }
}
