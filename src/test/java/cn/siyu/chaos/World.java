package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What all who take part in a run share: the processes, the goods, the staff's tokens, and what went wrong. */
final class World {

    final ShopFleet fleet;
    final List<RemoteShop> shops;
    final List<UUID> skus;
    final boolean faultsAreOurs;
    final AtomicBoolean over = new AtomicBoolean();
    final AtomicLong steps = new AtomicLong();
    final AtomicLong faults = new AtomicLong();
    final AtomicLong kills = new AtomicLong();

    /** How long people waited for one answer, staff for one, and a process that was started again until it was ready. */
    final Longest answer = new Longest();

    final Longest staffAnswer = new Longest();
    final Longest ready = new Longest();

    /** Answers that nobody should have got. */
    final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    private final ConcurrentHashMap<String, String> staff = new ConcurrentHashMap<>();

    private World(ShopFleet fleet, List<RemoteShop> shops, List<UUID> skus, boolean faultsAreOurs) {
        this.fleet = fleet;
        this.shops = shops;
        this.skus = skus;
        this.faultsAreOurs = faultsAreOurs;
    }

    World(ShopFleet fleet, String name, boolean faultsAreOurs) {
        this(
                fleet,
                IntStream.range(0, fleet.size())
                        .mapToObj(i -> RemoteShop.of(fleet, i))
                        .toList(),
                RemoteShop.of(fleet, 0).goods("chaos-" + name, 8, 3_700, 20_000),
                faultsAreOurs);
    }

    /** The same processes and goods, with nothing said yet. */
    World again() {
        return new World(fleet, shops, skus, true);
    }

    /** The same goods, of which only the first process is asked: whoever is alone meets the same answers again. */
    World alone() {
        return new World(fleet, shops.subList(0, 1), skus, true);
    }

    /** WeChat's whole books. */
    JsonNode books() {
        return shops.getFirst().weChatLedger();
    }

    /** The sums of WeChat's books, such as {@code paidFen}, {@code refundedFen}. */
    JsonNode sums() {
        return shops.getFirst()
                .weChat()
                .get("", "/_control/ledger?count=0")
                .expect(200)
                .json();
    }

    /** One of the processes, perhaps one that is dead at the moment. */
    RemoteShop anyShop() {
        return shops.get(ThreadLocalRandom.current().nextInt(shops.size()));
    }

    String staff(String role) {
        return staff.computeIfAbsent(role, name -> anyShop().staff(name));
    }

    void signStaffOut(String role) {
        var _ = staff.remove(role);
    }
}
