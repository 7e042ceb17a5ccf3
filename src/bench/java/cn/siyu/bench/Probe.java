package cn.siyu.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Measures a load at the installation: its processors and memory, and whether every answer has its row. */
final class Probe {

    private static final long REST_MILLIS = 500;

    private final Installation shop;
    private final Path folder;

    Probe(Installation shop, Path folder) {
        this.shop = shop;
        this.folder = folder;
    }

    Path file(String name) {
        return folder.resolve(name + ".feed");
    }

    Sample measure(String name, int connections, Supplier<Load> load) {
        var cpu = shop.cpu();
        var before = cpu.now();
        var result = load.get();
        var use = Cpu.between(before, cpu.now());
        return Sample.of(
                name, connections, result, use, Cpu.anonymousMiB(shop.shop().pid()));
    }

    /** The same for orders: each 201 must have a row; rows whose answer did not arrive before the end are no fault. */
    Sample orders(String name, int connections, Supplier<Load> load) {
        var rowsBefore = orders();
        var cpu = shop.cpu();
        var before = cpu.now();
        var result = load.get();
        var use = Cpu.between(before, cpu.now());
        rest();
        var rows = orders() - rowsBefore;
        return Sample.of(
                        name,
                        connections,
                        result,
                        use,
                        Cpu.anonymousMiB(shop.shop().pid()))
                .with(
                        Math.max(0, result.good() - rows) + Math.max(0, rows - result.good() - connections),
                        Map.of(
                                "answered_201",
                                result.good(),
                                "rows",
                                rows,
                                "app_us_per_order",
                                Math.round(use.millisOf("app") * 1000 / Math.max(1, rows)),
                                "postgres_us_per_order",
                                Math.round(use.millisOf("postgres") * 1000 / Math.max(1, rows))));
    }

    private long orders() {
        return shop.number("select count(*) from trade_order");
    }

    /** What was under way is finished, and so is what follows from it. */
    void awaitQuiet() {
        var deadline = System.nanoTime() + 120_000_000_000L;
        while (System.nanoTime() < deadline && (isWorking() || shop.isTidyingUp())) {
            rest();
        }
    }

    private boolean isWorking() {
        return shop.number("select (select count(*) from kernel_outbox where sent_at is null)"
                        + " + (select count(*) from payment_notification where processed_at is null)")
                > 0;
    }

    static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
