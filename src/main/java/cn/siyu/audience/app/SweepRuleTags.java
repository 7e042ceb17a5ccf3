package cn.siyu.audience.app;

import cn.siyu.audience.domain.Rule;
import cn.siyu.audience.domain.RuleReader;
import cn.siyu.audience.domain.RuleReader.Reading;
import cn.siyu.audience.domain.Tag;
import cn.siyu.audience.store.CarriedStore;
import cn.siyu.audience.store.TagStore;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Gives and takes tags by their rules, set-based over the facts: one tag at a time, each again after a while, because also
 * time alone makes a rule true or false.
 */
@Singleton
public class SweepRuleTags {

    private static final Logger LOG = Logger.getLogger(SweepRuleTags.class);

    private final TagStore tags;
    private final CarriedStore carried;
    private final Transactions transactions;
    private final ShopClock clock;
    private final Duration period;

    @Inject
    SweepRuleTags(
            TagStore tags,
            CarriedStore carried,
            Transactions transactions,
            ShopClock clock,
            @ConfigProperty(name = "siyu.audience.rule-tag-period") Duration period) {
        this.tags = tags;
        this.carried = carried;
        this.transactions = transactions;
        this.clock = clock;
        this.period = period;
    }

    @Scheduled(every = "${siyu.audience.rule-tags-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return transactions.in(this::claim).chain(tag -> tag == null ? done() : guarded(tag));
    }

    /** Its next time is noted at once: one that fails must not keep the others waiting. */
    private Uni<Tag> claim(Tx tx) {
        var now = clock.instant();
        return tags.claimDue(tx, now)
                .call(tag -> tag == null ? done() : tags.evaluateAgain(tx, tag.id(), now.plus(period)));
    }

    private Uni<Void> guarded(Tag tag) {
        return transactions
                .in(tx -> tx.hold(tag.heldAs())
                        .chain(() -> tags.living(tx, tag.id()))
                        .chain(living -> living == null ? done() : follow(tx, living)))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "the rule of tag %s could not be followed", tag.id()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> follow(Tx tx, Tag tag) {
        return carried.follow(tx, tag, rule(tag), clock.instant()).replaceWithVoid();
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }

    private static Rule rule(Tag tag) {
        return switch (RuleReader.tag(tag.rule().orElseThrow())) {
            case Reading.Good(var rule) -> rule;
            case Reading.Bad(var errors) ->
                throw new IllegalStateException("tag " + tag.id() + " keeps a broken rule: " + errors);
        };
    }
}
