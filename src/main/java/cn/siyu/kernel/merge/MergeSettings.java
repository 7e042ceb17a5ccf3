package cn.siyu.kernel.merge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the merge writer works. */
@ConfigMapping(prefix = "siyu.writer")
interface MergeSettings {

    /** Commands of one batch. */
    @WithDefault("256")
    int batch();

    /** Batches under way at once: one more than a lane may have, so that a crowd in one holds up nobody in another. */
    @WithDefault("3")
    int batchesAtOnce();

    /** So many must wait before a batch follows another of its key that is not committed yet. */
    @WithDefault("64")
    int followFrom();

    /** Requests inside at once, of all keys: the others hear 503. */
    @WithDefault("4096")
    int room();

    /** The same for one key, so that a crowd at one thing leaves room for everything else. */
    @WithDefault("2048")
    int roomOfOne();

    /** How long a command may wait in its lane; later it is not begun any more: it hears 503, and nothing was written. */
    @WithDefault("3S")
    Duration patience();

    /** Whoever would wait longer than that joins no lane: he hears 503 at once. */
    @WithDefault("0.5S")
    Duration crowdedAfter();
}
