package cn.siyu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The hot activity for minutes: whether memory stays where it was. */
final class Soak {

    static final String NAME = "rss_mb";
    private static final int PIECE_SECONDS = 60;
    private static final int CREATED = 201;

    private final Installation shop;
    private final Probe probe;
    private final Sizes sizes;

    Soak(Installation shop, Probe probe, Sizes sizes) {
        this.shop = shop;
        this.probe = probe;
        this.sizes = sizes;
    }

    /** Piece by piece at one rate; memory is looked at behind each. There is a new activity where one could be sold out. */
    Sample run(Supplier<SeatFeeds> activities, Crowd crowd) {
        var seats = activities.get();
        var places = Stage.PLACES;
        var memory = new ArrayList<Long>();
        var pieces = new ArrayList<Sample>();
        var open = new OpenLoad(shop.uri());
        for (var left = sizes.soakSeconds(); left > 0; left -= PIECE_SECONDS) {
            var seconds = Math.min(left, PIECE_SECONDS);
            var wanted = OpenLoad.needed(sizes.soakRate(), seconds);
            if (crowd.usesLeft() < wanted) {
                break;
            }
            if (places < wanted) {
                seats = activities.get();
                places = Stage.PLACES;
            }
            places -= wanted;
            var feed = seats.write(probe.file("soak"), crowd, wanted);
            pieces.add(probe.orders(
                    NAME, Sizes.CROWD, () -> open.run(feed, sizes.soakRate(), seconds, Sizes.CROWD, CREATED)));
            feed.delete();
            memory.add(Cpu.anonymousMiB(shop.shop().pid()));
        }
        return summary(pieces, memory);
    }

    /** The last piece says how it was in the end, and beside it what each answered: memory counts only while orders are taken. */
    private Sample summary(List<Sample> pieces, List<Long> memory) {
        if (pieces.isEmpty()) {
            throw new IllegalStateException("there are too few tokens for the soak: fewer seconds, or a lower rate");
        }
        var answered = pieces.stream().map(piece -> Math.round(piece.opsPerS())).toList();
        if (answered.contains(0L)) {
            throw new IllegalStateException("nobody got a place in a whole minute of the soak: " + answered);
        }
        return pieces.getLast()
                .with(
                        pieces.subList(0, pieces.size() - 1).stream()
                                .mapToLong(Sample::violations)
                                .sum(),
                        Map.of(
                                "rss_mb_by_minute",
                                memory,
                                "answered_per_s_by_minute",
                                answered,
                                "seconds",
                                sizes.soakSeconds()));
    }
}
