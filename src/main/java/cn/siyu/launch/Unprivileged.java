package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root; this is how root runs it all the same. */
enum Unprivileged {
    /** An ordinary user runs it as himself. */
    DIRECT(List.of()),
    /** In a user namespace root is nobody, and the files stay his own. */
    UNSHARE(List.of("unshare", "-U")),
    /** As the user nobody, who then owns the files and must be able to reach them. */
    SETPRIV(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    static Unprivileged here() {
        if (!isRoot()) {
            return DIRECT;
        }
        if (Processes.succeeds("unshare", "-U", "true")) {
            return UNSHARE;
        }
        if (Processes.succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true")) {
            return SETPRIV;
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
        return prefix;
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
