package cn.siyu.audience.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.Rule;
import cn.siyu.audience.domain.RuleReader;
import cn.siyu.audience.domain.RuleReader.Reading;
import cn.siyu.audience.domain.Segment;
import cn.siyu.audience.domain.Segment.State;
import cn.siyu.audience.store.PreviewStore;
import cn.siyu.audience.store.PreviewStore.Preview;
import cn.siyu.audience.store.SegmentStore;
import cn.siyu.audience.store.TagStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with segments: write, try out, begin, end. */
@Singleton
public class KeepSegments {

    private static final String BEGINNING = "audience.segments-begin";

    private final SegmentStore store;
    private final TagStore tags;
    private final PreviewStore previews;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    KeepSegments(
            SegmentStore store,
            TagStore tags,
            PreviewStore previews,
            Transactions transactions,
            AuditLog audit,
            ShopClock clock) {
        this.store = store;
        this.tags = tags;
        this.previews = previews;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** A segment as it is to be. */
    public record Text(String name, String eligibility, Map<String, Object> rule) {}

    public Uni<Segment> find(SegmentId id) {
        return found(store.find(transactions.reads(), id));
    }

    public Uni<NumberedPage<Segment>> page(Optional<State> state, int page, int size) {
        var sql = transactions.reads();
        return store.page(sql, state, page, size)
                .chain(items -> store.total(sql, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Segment> create(Text text, Actor actor) {
        var now = clock.instant();
        var segment =
                new Segment(SegmentId.next(), text.name(), text.eligibility(), text.rule(), 1, State.DRAFT, 0, now);
        return transactions.in(tx -> checked(tx, text.rule())
                .chain(() -> store.insert(tx, segment, now))
                .chain(() -> store.keepRule(tx, segment, actor, now))
                .chain(() -> audit.append(tx, entry(actor, "segment.create", null, segment, null)))
                .replaceWith(segment));
    }

    public Uni<Segment> edit(SegmentId id, long version, Text text, Actor actor) {
        return transactions.in(tx -> found(store.lock(tx, id))
                .invoke(before -> requireOpen(before, version))
                .call(() -> checked(tx, text.rule()))
                .chain(before -> write(tx, before, edited(before, text), actor, "segment.edit", null)));
    }

    /** From now on it holds members. */
    public Uni<Segment> activate(SegmentId id, long version, Actor actor) {
        return transactions.in(tx -> tx.hold(BEGINNING)
                .chain(() -> found(store.lock(tx, id)))
                .invoke(before -> requireOpen(before, version))
                .call(before -> checked(tx, before.tree()))
                .call(before ->
                        before.state() == State.ACTIVE ? Uni.createFrom().voidItem() : requireRoom(tx))
                .chain(before -> write(tx, before, in(before, State.ACTIVE), actor, "segment.activate", null)));
    }

    /** From now on it holds nobody, whoever names it. */
    public Uni<Segment> end(SegmentId id, long version, String reason, Actor actor) {
        return transactions.in(tx -> found(store.lock(tx, id))
                .invoke(before -> requireOpen(before, version))
                .chain(before -> write(tx, before, in(before, State.ENDED), actor, "segment.end", reason)));
    }

    /** How many members a rule holds, at most two seconds long. */
    public Uni<Preview> preview(Map<String, Object> rule) {
        return transactions.in(tx -> checked(tx, rule).chain(good -> previews.count(tx, good, clock.instant())));
    }

    private Uni<Segment> write(
            Tx tx, Segment before, Segment after, Actor actor, String action, @Nullable String reason) {
        var now = clock.instant();
        return store.update(tx, after, now)
                .invoke(KeepSegments::requireChanged)
                .call(() -> after.ruleVersion() == before.ruleVersion()
                        ? Uni.createFrom().voidItem()
                        : store.keepRule(tx, after, actor, now))
                .chain(() -> audit.append(tx, entry(actor, action, before, after, reason)))
                .chain(() -> store.find(tx, before.id()));
    }

    /** Refuses a rule that is not valid, or that names tags that are not there. */
    private Uni<Rule> checked(Sql sql, Map<String, Object> tree) {
        return switch (RuleReader.segment(tree)) {
            case Reading.Good(var rule) ->
                tags.known(sql, tagsOf(rule))
                        .invoke(known -> requireKnown(rule, known))
                        .replaceWith(rule);
            case Reading.Bad(var errors) ->
                Uni.createFrom().failure(Refused.fields(AudienceProblem.SEGMENT_RULE_INVALID, errors));
        };
    }

    private Uni<Void> requireRoom(Tx tx) {
        return store.countActive(tx).invoke(KeepSegments::requireFewer).replaceWithVoid();
    }

    private static void requireFewer(long active) {
        if (active >= JudgeSegments.MOST_ACTIVE) {
            throw new Refused(AudienceProblem.SEGMENTS_FULL);
        }
    }

    private static void requireOpen(Segment segment, long version) {
        if (segment.state() == State.ENDED) {
            throw new Refused(AudienceProblem.SEGMENT_ENDED);
        }
        if (segment.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static void requireChanged(int rows) {
        if (rows == 0) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static void requireKnown(Rule rule, Set<UUID> known) {
        var missing = tagsOf(rule).stream()
                .filter(tag -> !known.contains(tag))
                .map(tag -> new FieldError("rule", "there is no tag " + tag))
                .toList();
        if (!missing.isEmpty()) {
            throw Refused.fields(AudienceProblem.SEGMENT_RULE_INVALID, missing);
        }
    }

    private static Set<UUID> tagsOf(Rule rule) {
        return switch (rule) {
            case Rule.All(var parts) -> tagsOf(parts);
            case Rule.Any(var parts) -> tagsOf(parts);
            case Rule.Not(var part) -> tagsOf(part);
            case Rule.HasTag(var tag) -> Set.of(tag);
            case Rule.Orders _,
                    Rule.NetPaidFen _,
                    Rule.FirstPaidWithinDays _,
                    Rule.LastPaidWithinDays _,
                    Rule.IsNewMember _ -> Set.of();
        };
    }

    private static Set<UUID> tagsOf(List<Rule> parts) {
        var tags = new HashSet<UUID>();
        parts.forEach(part -> tags.addAll(tagsOf(part)));
        return tags;
    }

    private static Segment edited(Segment before, Text text) {
        var sameRule = before.tree().equals(text.rule());
        return new Segment(
                before.id(),
                text.name(),
                text.eligibility(),
                text.rule(),
                sameRule ? before.ruleVersion() : before.ruleVersion() + 1,
                before.state(),
                before.version(),
                before.changedAt());
    }

    private static Segment in(Segment before, State state) {
        return new Segment(
                before.id(),
                before.name(),
                before.eligibility(),
                before.tree(),
                before.ruleVersion(),
                state,
                before.version(),
                before.changedAt());
    }

    private static Uni<Segment> found(Uni<Segment> segment) {
        return segment.onItem().ifNull().failWith(Refused::notFound);
    }

    private static AuditEntry entry(
            Actor actor, String action, @Nullable Segment before, Segment after, @Nullable String reason) {
        return new AuditEntry(
                actor,
                action,
                "segment",
                after.id().value().toString(),
                reason,
                before == null ? null : facts(before),
                facts(after));
    }

    private static Map<String, Object> facts(Segment segment) {
        return Map.of(
                "name", segment.name(),
                "eligibility", segment.eligibility(),
                "rule", segment.tree(),
                "ruleVersion", segment.ruleVersion(),
                "state", segment.state().name());
    }
}
