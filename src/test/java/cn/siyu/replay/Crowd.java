package cn.siyu.replay;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The members of the record, each signed in when he is first needed, and again when his token has grown old. */
final class Crowd {

    /** Tokens live for fifteen minutes. */
    private static final long GOOD_FOR_NANOS = 600_000_000_000L;

    private final RemoteShop shop;
    private final ConcurrentHashMap<String, CompletableFuture<Known>> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, UUID> addresses = new ConcurrentHashMap<>();

    private record Known(Buyer buyer, long since) {
        boolean good() {
            return System.nanoTime() - since < GOOD_FOR_NANOS;
        }
    }

    Crowd(RemoteShop shop) {
        this.shop = shop;
    }

    /** Who waits for another's sign-in of the same member waits for that one. */
    Buyer member(String id) {
        var mine = new CompletableFuture<Known>();
        var theirs = known.compute(id, (_, before) -> before == null || stale(before) ? mine : before);
        if (theirs == mine) {
            try {
                mine.complete(new Known(signedIn(id), System.nanoTime()));
            } catch (RuntimeException | AssertionError failure) {
                mine.completeExceptionally(failure);
            }
        }
        return theirs.join().buyer();
    }

    int size() {
        return known.size();
    }

    private static boolean stale(CompletableFuture<Known> before) {
        return before.isCompletedExceptionally()
                || (before.isDone() && !before.join().good());
    }

    private Buyer signedIn(String id) {
        var name = "m" + id;
        var address = addresses.get(id);
        var buyer = address == null ? shop.buyer(name) : new Buyer(name, shop.signIn(name), address);
        addresses.put(id, buyer.address());
        return buyer;
    }
}
