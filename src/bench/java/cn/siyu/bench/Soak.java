package cn.siyu.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    /** Piece by piece at one rate; memory is looked at behind each. */
    Sample run(SeatFeeds seats, Crowd crowd) {
        var memory = new ArrayList<Long>();
        var pieces = new ArrayList<Sample>();
        var open = new OpenLoad(shop.uri());
        for (var left = sizes.soakSeconds(); left > 0; left -= PIECE_SECONDS) {
            var seconds = Math.min(left, PIECE_SECONDS);
            var wanted = OpenLoad.needed(sizes.soakRate(), seconds);
            if (crowd.usesLeft() < wanted) {
                break;
            }
            var feed = seats.write(probe.file("soak"), crowd, wanted);
            pieces.add(probe.orders(
                    NAME, Sizes.CROWD, () -> open.run(feed, sizes.soakRate(), seconds, Sizes.CROWD, CREATED)));
            feed.delete();
            memory.add(Cpu.anonymousMiB(shop.shop().pid()));
        }
        return summary(pieces, memory);
    }

    private Sample summary(List<Sample> pieces, List<Long> memory) {
        if (pieces.isEmpty()) {
            throw new IllegalStateException("there are too few tokens for the soak: fewer seconds, or a lower rate");
        }
        return pieces.getLast()
                .with(
                        pieces.subList(0, pieces.size() - 1).stream()
                                .mapToLong(Sample::violations)
                                .sum(),
                        Map.of("rss_mb_by_minute", memory, "seconds", sizes.soakSeconds()));
    }
}
