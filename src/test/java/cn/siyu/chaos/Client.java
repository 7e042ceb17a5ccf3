package cn.siyu.chaos;

import cn.siyu.chaos.Diary.Chapter;
import cn.siyu.testing.RemoteShop.Line;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * One of many who are at work at the same time, with his coupons and the distributor who has brought him: what he does next
 * follows from the seed and from what he was told.
 */
final class Client extends Person implements Runnable {

    private static final int MOST_OPEN = 6;

    private final RandomGenerator random;
    private final Gathering groups;
    private final Wallet coupons;
    private final Earner earner;

    /** @param groups those of everybody */
    Client(World world, String name, RandomGenerator random, Gathering groups, List<UUID> templates) {
        super(world, name);
        this.random = random;
        this.groups = groups;
        this.coupons = new Wallet(templates);
        this.earner = new Earner(world, name + "-earner");
        earner.brings(this);
    }

    Earner earner() {
        return earner;
    }

    Wallet coupons() {
        return coupons;
    }

    @Override
    public void run() {
        while (!world.over.get()) {
            step();
        }
    }

    private void step() {
        world.steps.incrementAndGet();
        var open = open();
        if (open.isEmpty() || (open.size() < MOST_OPEN && random.nextInt(100) < 35)) {
            begin(random.nextInt(100));
            return;
        }
        if (random.nextInt(100) < 8) {
            var _ = earner.step(random);
            return;
        }
        var diary = open.get(random.nextInt(open.size()));
        switch (diary.chapter) {
            case PLACED -> payOrNot(diary, random.nextInt(100));
            case PAID -> shipOrNot(diary, random.nextInt(100));
            case SHIPPED -> receive(diary);
            case RECEIVED -> returnOrKeep(diary, random.nextInt(100));
            case OVER -> {}
        }
    }

    private void begin(int dice) {
        if (dice < 55) {
            var _ = place(lines());
        } else if (dice < 75) {
            var _ = coupons.step(this, lines(), random);
        } else {
            // A group waits for nobody: most people pay at once.
            groups.step(this, random)
                    .placed()
                    .filter(_ -> random.nextInt(100) < 85)
                    .ifPresent(this::pay);
        }
    }

    private List<Line> lines() {
        var first = world.skus.get(random.nextInt(world.skus.size()));
        var second = world.skus.get(random.nextInt(world.skus.size()));
        return List.of(new Line(first, 1 + random.nextInt(2)), new Line(second, 1));
    }

    private void payOrNot(Diary diary, int dice) {
        if (dice < 75) {
            pay(diary);
        } else if (dice < 88) {
            callOff(diary);
        } else {
            // Forgotten: time will end it.
            diary.chapter = Chapter.OVER;
        }
    }

    private void shipOrNot(Diary diary, int dice) {
        if (dice < 70) {
            ship(diary);
        } else if (dice < 82) {
            callOff(diary);
        } else if (dice < 92) {
            refund(diary, 1 + random.nextInt(200));
        }
    }

    private void returnOrKeep(Diary diary, int dice) {
        if (dice < 60) {
            sendBack(diary);
        } else {
            diary.chapter = Chapter.OVER;
        }
    }
}
