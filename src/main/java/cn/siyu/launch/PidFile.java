package cn.siyu.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Remembers which process serves a folder, and believes it only while that process still has our marker. */
record PidFile(Path path, String marker) {

    /** The living process, also when we died between its start and the writing of the file. */
    Optional<Long> running() {
        return written().filter(pid -> Processes.isRunning(pid, marker)).or(() -> Processes.find(marker));
    }

    void write(long pid) {
        try {
            Files.writeString(path, pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Long> written() {
        try {
            return Optional.of(Long.valueOf(Files.readString(path).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
