package cn.siyu.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Fills an empty shop: {@code --url=ADDRESS --folder=DATA}. The clock of the shop and of WeChat is set back by a month and walked
 * forward again, so that the history is made of real orders, payments, parcels and refunds. Every step is kept in a file when it
 * is done and can be repeated when it was interrupted; what it asks for twice has its effect once.
 */
public final class SampleShop {

    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    static final int DAYS = 30;

    private static final String DONE = "sample-shop.done";
    private static final String BEGUN = "sample-shop.begun";
    private static final String STEPS = "sample-shop.steps";
    private static final long LEAVING_MILLIS = 3_000;

    private final Shop shop;
    private final Path folder;
    private final Set<String> steps;
    private int told;

    private SampleShop(Shop shop, Path folder) {
        this.shop = shop;
        this.folder = folder;
        this.steps = new HashSet<>(lines(folder.resolve(STEPS)));
    }

    public static void main(String... arguments) throws IOException {
        var folder = Path.of(argument(arguments, "--folder="));
        // Whoever comes while another still works waits, and then finds what is left to do.
        try (var lock = FileChannel.open(
                        folder.resolve("sample-shop.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (Files.notExists(folder.resolve(DONE))) {
                play(folder, URI.create(argument(arguments, "--url=")));
            }
        }
    }

    private static void play(Path folder, URI address) throws IOException {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("settings.properties"))) {
            settings.load(in);
        }
        var shop = new Shop(
                address,
                URI.create(settings.getProperty("siyu.wechat.api-url")),
                settings.getProperty("siyu.sample.password"));
        try {
            new SampleShop(shop, folder).fill();
        } catch (RuntimeException e) {
            // A shop that is being stopped refuses before it is gone.
            Wire.pause(LEAVING_MILLIS);
            if (!shop.isThere()) {
                System.out.println("Sample shop: interrupted; the next start goes on with it");
                throw e;
            }
            shop.leavePast();
            Files.writeString(folder.resolve(DONE), "stopped\n" + e + "\n");
            System.out.println(
                    "Sample shop: stopped (" + e.getMessage() + "). It is the present again, and what is there stays; "
                            + "to begin anew, stop the shop and delete " + folder);
            throw e;
        }
    }

    private static String argument(String[] arguments, String name) {
        for (var each : arguments) {
            if (each.startsWith(name)) {
                return each.substring(name.length());
            }
        }
        throw new IllegalArgumentException(name + " is missing");
    }

    private void fill() throws IOException {
        if (steps.isEmpty() && somebodyWasHere()) {
            Files.writeString(folder.resolve(DONE), "the shop was not empty\n");
            return;
        }
        var begin = System.nanoTime();
        var first = firstDay();
        var story = new Month(shop, first);
        System.out.println(
                "Sample shop: a month of history is being made; until it is ready the shop's clock is in the past.");
        step("house", 2, () -> {
            shop.goTo(first.minusHours(2).toInstant());
            new House(shop).build();
        });
        step("goods", 5, () -> {
            new Pictures().drawAll(folder);
            new Goods(shop).putOut();
        });
        step("people", 10, () -> {
            shop.goTo(first.minusHours(1).toInstant());
            new People(shop).gather();
        });
        for (var day = 0; day < DAYS; day++) {
            var today = day;
            step("day-" + day, 10 + (day + 1) * 88 / DAYS, () -> story.live(today));
        }
        step("today", 100, () -> {
            story.rest();
            shop.goToPresent();
            story.today();
        });
        Files.writeString(folder.resolve(DONE), "filled\n");
        System.out.printf(
                "Sample shop: ready after %d s; it is the present again, behind it a month of history, before it open groups.%n",
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    }

    /** A month before the day on which it was begun, at eight in the morning, also when it is gone on with later. */
    private ZonedDateTime firstDay() throws IOException {
        var file = folder.resolve(BEGUN);
        if (Files.notExists(file)) {
            Files.writeString(
                    file,
                    ZonedDateTime.now(CHINA)
                            .minusDays(DAYS)
                            .with(LocalTime.of(8, 0))
                            .toString());
        }
        return ZonedDateTime.parse(Files.readString(file).strip());
    }

    /** A shop with products of somebody else is left alone. */
    private boolean somebodyWasHere() {
        return shop.get(shop.staff("merchandiser"), "/api/admin/v1/products?size=1")
                        .path("total")
                        .asLong()
                > 0;
    }

    private void step(String name, int percent, Runnable work) throws IOException {
        if (steps.contains(name)) {
            return;
        }
        work.run();
        var _ = steps.add(name);
        Files.write(folder.resolve(STEPS), new ArrayList<>(steps));
        if (percent / 10 > told / 10) {
            told = percent;
            System.out.printf("Sample shop: %3d %% (%s)%n", percent, name);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
