package cn.siyu.bench;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Members who are signed in and have an address. Nobody's token is used more often than {@link Sizes#USES_OF_A_TOKEN} says. */
final class Crowd {

    private final List<Buyer> buyers;
    private int next;

    Crowd(List<Buyer> buyers) {
        this.buyers = List.copyOf(buyers);
    }

    /** A member and how often his token was used. */
    record Buyer(UUID id, String token, UUID address, AtomicInteger used) {

        Buyer(UUID id, String token, UUID address) {
            this(id, token, address, new AtomicInteger());
        }

        private boolean takeUse() {
            return used.incrementAndGet() <= Sizes.USES_OF_A_TOKEN;
        }
    }

    int size() {
        return buyers.size();
    }

    List<Buyer> all() {
        return buyers;
    }

    /** One part of so many. */
    Crowd part(int which, int of) {
        return new Crowd(buyers.subList(
                (int) ((long) buyers.size() * which / of), (int) ((long) buyers.size() * (which + 1) / of)));
    }

    /** How many requests they can still make. */
    long usesLeft() {
        return buyers.stream()
                .mapToLong(buyer ->
                        Math.max(0, Sizes.USES_OF_A_TOKEN - buyer.used().get()))
                .sum();
    }

    /** Whoever is next in the row and still may; the caller has asked {@link #usesLeft} before. */
    Buyer next() {
        for (var tries = 0; tries < buyers.size(); tries++) {
            var buyer = buyers.get(next);
            next = (next + 1) % buyers.size();
            if (buyer.takeUse()) {
                return buyer;
            }
        }
        throw new IllegalStateException("every token was used " + Sizes.USES_OF_A_TOKEN + " times");
    }

    int mostUses() {
        return buyers.stream()
                .mapToInt(buyer -> Math.min(Sizes.USES_OF_A_TOKEN, buyer.used().get()))
                .max()
                .orElse(0);
    }
}
