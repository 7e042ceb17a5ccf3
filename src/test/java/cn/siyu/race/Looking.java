package cn.siyu.race;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Looks at a number once a second, from beside. */
final class Looking implements AutoCloseable {

    private final ExecutorService beside = Executors.newSingleThreadExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Future<List<Long>> all;

    Looking(LongSupplier at) {
        all = beside.submit(() -> {
            var seen = new ArrayList<Long>();
            while (!over.get()) {
                seen.add(at.getAsLong());
                Thread.sleep(1_000);
            }
            return seen;
        });
    }

    /** All that was seen until now; it looks no more. */
    List<Long> seen() throws InterruptedException, ExecutionException {
        over.set(true);
        return all.get();
    }

    @Override
    public void close() {
        over.set(true);
        beside.close();
    }
}
