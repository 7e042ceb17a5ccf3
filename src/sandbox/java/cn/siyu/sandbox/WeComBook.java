package cn.siyu.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A corporation at WeCom: who works there, whose customers are whose, who owns which chat, and WeCom's rules of passing them on. */
final class WeComBook {
    static final Duration SILENCE_IS_CONSENT = Duration.ofHours(24);
    private static final Duration WINDOW = Duration.ofDays(90);
    private static final int PASSES_IN_WINDOW = 2;
    private static final Duration AFTER_LEAVING = Duration.ofDays(365);
    private static final int CHATS_A_DAY = 300;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final VirtualClock clock;
    private final Map<String, Staff> staff = new HashMap<>();
    private final Map<String, @Nullable String> unionids = new HashMap<>();
    private final Map<String, TreeMap<String, Follow>> follows = new HashMap<>();
    private final Map<String, List<Instant>> passes = new HashMap<>();
    private final Map<Between, LinkedHashMap<String, Passing>> passings = new HashMap<>();
    private final Map<String, Chat> chats = new TreeMap<>();
    private final Map<String, Integer> chatsPassed = new HashMap<>();
    private final Set<String> unwilling = new HashSet<>();
    private Instant nextConsent = Instant.MAX;

    WeComBook(VirtualClock clock) {
        this.clock = clock;
    }

    /** Somebody of the corporation; {@code full} has as many customers as one may have. */
    record Staff(String userid, @Nullable Instant resignedAt, boolean full) {}

    /** A customer whom somebody has added, and by which way he came. */
    record Follow(Instant since, String state) {}

    /** Who sits in a chat; without a unionid WeCom does not tell it. */
    record Seat(String userid, boolean external, @Nullable String unionid, Instant joinedAt, int scene, String state) {}

    /** A chat with its members. */
    record Chat(String chatId, String name, String owner, Instant createdAt, List<Seat> seats) {
        Chat ownedBy(String other) {
            return new Chat(chatId, name, other, createdAt, seats);
        }
    }

    /** From whom to whom. */
    record Between(String from, String to, boolean resigned) {}

    /** How a passing stands: 1 done, 2 waiting, 3 refused, 4 the successor is full. */
    record Passing(int status, Instant since) {}

    void employ(Staff one) {
        staff.put(one.userid(), one);
    }

    Optional<Staff> staff(String userid) {
        return Optional.ofNullable(staff.get(userid));
    }

    void add(String userid, String external, @Nullable String unionid, String state, Instant at) {
        staff.putIfAbsent(userid, new Staff(userid, null, false));
        unionids.put(external, unionid);
        of(userid).put(external, new Follow(at, state));
    }

    boolean remove(String userid, String external) {
        return of(userid).remove(external) != null;
    }

    /** Says no to whoever should take him over. */
    void unwilling(String external) {
        unwilling.add(external);
        passings.values()
                .forEach(all -> all.computeIfPresent(
                        external, (_, passing) -> passing.status() == 2 ? new Passing(3, clock.now()) : passing));
    }

    @Nullable
    String unionid(String external) {
        return unionids.get(external);
    }

    boolean known(String external) {
        return unionids.containsKey(external);
    }

    TreeMap<String, Follow> of(String userid) {
        settle();
        return follows.computeIfAbsent(userid, _ -> new TreeMap<>());
    }

    List<String> followersOf(String external) {
        settle();
        return follows.entrySet().stream()
                .filter(each -> each.getValue().containsKey(external))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** A customer of one who has left. */
    record Left(String userid, String external) {}

    List<Left> unassigned() {
        settle();
        return staff.values().stream()
                .filter(one -> one.resignedAt() != null)
                .flatMap(one -> follows.getOrDefault(one.userid(), new TreeMap<>()).keySet().stream()
                        .map(external -> new Left(one.userid(), external)))
                .toList();
    }

    void open(Chat chat) {
        chats.put(chat.chatId(), chat);
    }

    Optional<Chat> chat(String chatId) {
        return Optional.ofNullable(chats.get(chatId));
    }

    List<Chat> chatsOf(String owner) {
        return chats.values().stream()
                .filter(chat -> chat.owner().equals(owner))
                .toList();
    }

    /** WeCom's code for one customer; 0 when he is asked now. */
    int pass(Between between, String external) {
        settle();
        var follow = follows.getOrDefault(between.from(), new TreeMap<>()).get(external);
        if (!unionids.containsKey(external)) {
            return 40096;
        }
        if (between.from().equals(between.to())) {
            return 40130;
        }
        var all = passings.computeIfAbsent(between, _ -> new LinkedHashMap<>());
        var before = all.get(external);
        if (before != null && before.status() == 2) {
            return between.resigned() ? 40100 : 40129;
        }
        if (follow == null || gone(between)) {
            return 40131;
        }
        if (!between.resigned() && recent(external) >= PASSES_IN_WINDOW) {
            return 40128;
        }
        passes.computeIfAbsent(external, _ -> new ArrayList<>()).add(clock.now());
        var consent = clock.now().plus(SILENCE_IS_CONSENT);
        nextConsent = consent.isBefore(nextConsent) ? consent : nextConsent;
        all.put(external, new Passing(answer(between, external), clock.now()));
        return 0;
    }

    private int answer(Between between, String external) {
        if (unwilling.contains(external)) {
            return 3;
        }
        return staff(between.to()).map(Staff::full).orElse(false) ? 4 : 2;
    }

    /** After a year nobody's customers are passed on any more. */
    private boolean gone(Between between) {
        return between.resigned()
                && staff(between.from())
                        .map(Staff::resignedAt)
                        .filter(left -> clock.now().isBefore(left.plus(AFTER_LEAVING)))
                        .isEmpty();
    }

    private long recent(String external) {
        var since = clock.now().minus(WINDOW);
        return passes.getOrDefault(external, List.of()).stream()
                .filter(at -> at.isAfter(since))
                .count();
    }

    /** How often the one of somebody's customers who was asked most was asked to pass. */
    int mostPasses(String userid) {
        return of(userid).keySet().stream()
                .mapToInt(external -> passes.getOrDefault(external, List.of()).size())
                .max()
                .orElse(0);
    }

    Map<String, Passing> passings(Between between) {
        settle();
        return passings.getOrDefault(between, new LinkedHashMap<>());
    }

    /** Whoever has said nothing for a day has agreed. */
    private void settle() {
        if (clock.now().isBefore(nextConsent)) {
            return;
        }
        nextConsent = Instant.MAX;
        passings.forEach((between, all) -> all.replaceAll((external, passing) -> {
            var due = passing.since().plus(SILENCE_IS_CONSENT);
            if (passing.status() != 2) {
                return passing;
            }
            if (due.isAfter(clock.now())) {
                nextConsent = due.isBefore(nextConsent) ? due : nextConsent;
                return passing;
            }
            var follow = follows.computeIfAbsent(between.from(), _ -> new TreeMap<>())
                    .remove(external);
            follows.computeIfAbsent(between.to(), _ -> new TreeMap<>())
                    .put(external, new Follow(due, follow == null ? "" : follow.state()));
            return new Passing(1, due);
        }));
    }

    /** WeCom's code for one chat; 0 when it is the new owner's now. */
    int passChat(String chatId, String to, boolean resigned) {
        var chat = chats.get(chatId);
        if (chat == null) {
            return 90501;
        }
        var left = staff(chat.owner()).map(Staff::resignedAt).orElse(null);
        if (resigned && left == null) {
            return 90500;
        }
        if (!resigned && left != null) {
            return 90502;
        }
        var day = LocalDate.ofInstant(clock.now(), CHINA) + "/" + chat.owner();
        if (chatsPassed.getOrDefault(day, 0) >= CHATS_A_DAY) {
            return 45035;
        }
        chatsPassed.merge(day, 1, Integer::sum);
        chats.put(chatId, chat.ownedBy(to));
        return 0;
    }
}
