package cn.siyu.kernel.page;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How answers that are the same for everybody are kept. */
@ConfigMapping(prefix = "siyu.pages")
interface PageSettings {

    /** From the moment at which it began to be read: nothing older is shown, whatever was told or not told in between; most live shorter. */
    @WithDefault("10M")
    Duration keptFor();

    /** What is younger is shown although nobody knows what has changed since, and what the clock decides for no longer. */
    @WithDefault("1S")
    Duration moment();

    /** What is older is shown only if a look into the ledger of changes that began less than so long ago has succeeded. */
    @WithDefault("1.2S")
    Duration heardWithin();

    /** How often it is looked into the ledger. */
    @WithDefault("0.5S")
    Duration lookEvery();

    /** How often it is looked whether noted changes are old enough to go. */
    @WithDefault("30S")
    Duration pruneEvery();

    /** What is younger is shown although a change was told, so that a storm of changes is no storm of reads. */
    @WithDefault("0.1S")
    Duration calm();

    /** Bytes of all that is kept by one instance. */
    @WithDefault("40M")
    MemorySize memory();

    /** Pages that are read from the database at once, so that readers leave connections to those who buy. */
    @WithDefault("8")
    int loadsAtOnce();

    /** Pages that wait for that: further ones are refused with 503. */
    @WithDefault("1000")
    int loadsWaiting();

    /** A page that takes longer is given up, for whoever waits for it; the next asker begins anew. */
    @WithDefault("5S")
    Duration loadFor();
}
