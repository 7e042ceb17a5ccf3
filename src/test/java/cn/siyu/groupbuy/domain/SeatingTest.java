package cn.siyu.groupbuy.domain;

import static cn.siyu.groupbuy.domain.Stories.NOON;
import static cn.siyu.groupbuy.domain.Stories.RUNNING;
import static cn.siyu.groupbuy.domain.Stories.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Origin;
import cn.siyu.groupbuy.domain.JoinDecision.Seated;
import cn.siyu.groupbuy.domain.JoinDecision.TurnedAway;
import cn.siyu.groupbuy.domain.Seating.Place;
import cn.siyu.groupbuy.domain.Seating.Share;
import cn.siyu.member.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many in one transaction are told what they would have been told one behind the other. */
class SeatingTest {

    private static final int GROUPS = 12;
    private static final int PEOPLE = 15;
    private static final int WISHES = 400;

    /** What somebody asks for; {@code lucky} when there are goods for him. */
    private record Wish(Optional<BuyGroupId> group, MemberId member, int quantity, boolean lucky) {}

    /** The rows as a transaction of its own would leave them. */
    private static final class Books {
        private final Map<BuyGroupId, BuyGroup> groups = new HashMap<>();
        private final Map<MemberId, Share> shares = new HashMap<>();
        private final Set<Place> places = new HashSet<>();

        private Seating open(Collection<BuyGroupId> locked) {
            return new Seating(
                    RUNNING,
                    locked.stream().map(groups::get).toList(),
                    Map.copyOf(shares),
                    Set.copyOf(places),
                    WINDOW,
                    NOON);
        }
    }

    /** The leader of a group that this one would open is he; its id says nothing. */
    private static String decide(Seating seating, Wish wish, Optional<Books> write) {
        var fresh = new Origin(BuyGroupId.next(), RUNNING.id(), wish.member());
        var id = wish.group().orElse(fresh.id());
        var who = seating.applicant(id, wish.member(), true, true);
        var decision = wish.group().isPresent()
                ? seating.join(id, who, wish.quantity())
                : seating.open(fresh, who, wish.quantity());
        if (decision instanceof Seated seated && wish.lucky()) {
            seating.take(seated, wish.member(), wish.quantity(), wish.group().isEmpty());
            write.ifPresent(books -> {
                books.groups.put(id, seated.group());
                books.places.add(new Place(id, wish.member()));
                var share = books.shares.getOrDefault(wish.member(), new Share(0, 0));
                books.shares.put(wish.member(), new Share(share.units() + wish.quantity(), share.openGroups() + 1));
            });
        }
        return switch (decision) {
            case Seated(var group, var payBy) -> group.kind() + " " + group.places() + " until " + payBy;
            case TurnedAway(var reason) -> reason.name();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void each_is_told_what_he_would_have_been_told_alone(long seed) {
        var random = new SplittableRandom(seed);
        var people = IntStream.range(0, PEOPLE).mapToObj(_ -> MemberId.next()).toList();
        var books = new Books();
        for (var i = 0; i < GROUPS; i++) {
            var origin = new Origin(BuyGroupId.next(), RUNNING.id(), MemberId.next());
            var open = new Open(
                    origin,
                    new Places(5, random.nextInt(3), random.nextInt(1, 3)),
                    NOON.plus(Duration.ofMinutes(random.nextInt(1, 60))));
            books.groups.put(origin.id(), open);
        }
        var ids = List.copyOf(books.groups.keySet());
        var wishes = IntStream.range(0, WISHES)
                .mapToObj(_ -> new Wish(
                        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(ids.get(random.nextInt(GROUPS))),
                        people.get(random.nextInt(PEOPLE)),
                        random.nextInt(1, 4),
                        random.nextInt(5) > 0))
                .toList();

        var together = books.open(ids);
        var merged = wishes.stream()
                .map(wish -> decide(together, wish, Optional.empty()))
                .toList();
        var alone = new ArrayList<String>();
        for (var wish : wishes) {
            alone.add(decide(books.open(wish.group().stream().toList()), wish, Optional.of(books)));
        }

        assertThat(merged).as("seed %d", seed).isEqualTo(alone);
        assertThat(together.taken().values().stream().mapToInt(Share::units).sum())
                .isEqualTo(books.shares.values().stream().mapToInt(Share::units).sum())
                .isPositive();
        assertThat(Set.copyOf(merged)).hasSizeGreaterThan(4);
    }

    @Test
    void who_got_no_goods_takes_no_place() {
        var books = new Books();
        var open = Stories.open(0, 2);
        books.groups.put(open.origin().id(), open);
        var seating = books.open(List.of(open.origin().id()));
        var group = Optional.of(open.origin().id());

        var unlucky = decide(seating, new Wish(group, MemberId.next(), 1, false), Optional.empty());
        var next = decide(seating, new Wish(group, MemberId.next(), 1, true), Optional.empty());
        var last = decide(seating, new Wish(group, MemberId.next(), 1, true), Optional.empty());

        assertThat(unlucky).isEqualTo(next).startsWith("OPEN");
        assertThat(last).isEqualTo("GROUP_FULL");
        assertThat(seating.held()).containsExactly(Map.entry(open.origin().id(), 1));
    }
}
