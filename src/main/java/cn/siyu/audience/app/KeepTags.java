package cn.siyu.audience.app;

import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.RuleReader;
import cn.siyu.audience.domain.RuleReader.Reading;
import cn.siyu.audience.domain.Tag;
import cn.siyu.audience.domain.TagGroup;
import cn.siyu.audience.domain.TagGroup.Scope;
import cn.siyu.audience.store.CarriedStore;
import cn.siyu.audience.store.TagStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with tag groups and tags, each within the scopes that they may see. */
@Singleton
public class KeepTags {

    private final TagStore store;
    private final CarriedStore carried;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    KeepTags(TagStore store, CarriedStore carried, Transactions transactions, AuditLog audit, ShopClock clock) {
        this.store = store;
        this.carried = carried;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Somebody of the staff and what he may see. */
    public record Desk(Actor actor, Set<Scope> seen) {}

    /** A tag as it is to be. */
    public record Text(String name, OptionalInt ttlDays, Optional<Map<String, Object>> rule) {}

    public Uni<List<TagGroup>> groups(Desk desk) {
        return store.groups(transactions.reads(), desk.seen());
    }

    public Uni<TagGroup> addGroup(Desk desk, String name, Scope scope, boolean single) {
        requireSeen(desk, scope);
        var group = new TagGroup(Ids.next(), name, scope, single, 0);
        return transactions.in(tx -> store.insert(tx, group, clock.instant())
                .chain(() -> audit.append(tx, entry(desk, "tag-group.create", "tag-group", group.id(), null, group)))
                .replaceWith(group));
    }

    public Uni<TagGroup> editGroup(Desk desk, UUID id, long version, String name, Scope scope) {
        requireSeen(desk, scope);
        return transactions.in(tx -> store.group(tx, desk.seen(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(before -> edit(tx, desk, before, new TagGroup(id, name, scope, before.single(), version)))
                .chain(() -> store.group(tx, desk.seen(), id)));
    }

    private Uni<Void> edit(Tx tx, Desk desk, TagGroup before, TagGroup after) {
        return store.update(tx, after)
                .invoke(KeepTags::requireChanged)
                .chain(() -> audit.append(tx, entry(desk, "tag-group.edit", "tag-group", before.id(), before, after)));
    }

    public Uni<List<Tag>> tags(Desk desk, Optional<UUID> group) {
        return store.tags(transactions.reads(), desk.seen(), group);
    }

    public Uni<Tag> find(Desk desk, UUID id) {
        return found(store.tag(transactions.reads(), desk.seen(), id));
    }

    public Uni<Tag> addTag(Desk desk, UUID group, Text text) {
        requireWellFormed(text);
        return transactions.in(tx -> store.group(tx, desk.seen(), group)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(found -> newTag(found, text))
                .call(tag -> store.insert(tx, tag, clock.instant()))
                .call(tag -> audit.append(tx, entry(desk, "tag.create", "tag", tag.id(), null, facts(tag)))));
    }

    public Uni<Tag> editTag(Desk desk, UUID id, long version, Text text) {
        requireWellFormed(text);
        return transactions.in(tx -> found(store.lock(tx, desk.seen(), id))
                .invoke(before -> requireOpen(before, version))
                .chain(before -> write(tx, desk, before, edited(before, text), "tag.edit")));
    }

    /** Nobody carries it from now on, and nobody gets it. */
    public Uni<Tag> end(Desk desk, UUID id, long version) {
        return transactions.in(tx -> found(store.tag(tx, desk.seen(), id))
                .call(tag -> tx.hold(tag.heldAs()))
                .chain(() -> found(store.lock(tx, desk.seen(), id)))
                .invoke(before -> requireOpen(before, version))
                .call(before -> carried.takeFromAll(tx, before, clock.instant()))
                .chain(before -> write(tx, desk, before, ended(before), "tag.end")));
    }

    private Uni<Tag> write(Tx tx, Desk desk, Tag before, Tag after, String action) {
        return store.update(tx, after, clock.instant())
                .invoke(KeepTags::requireChanged)
                .chain(() -> audit.append(tx, entry(desk, action, "tag", before.id(), facts(before), facts(after))))
                .chain(() -> store.tag(tx, desk.seen(), before.id()));
    }

    private static Tag newTag(TagGroup group, Text text) {
        return new Tag(
                Ids.next(),
                group.id(),
                group.single(),
                text.name(),
                text.ttlDays(),
                text.rule(),
                text.rule().isPresent() ? 1 : 0,
                false,
                0);
    }

    private static Tag edited(Tag before, Text text) {
        return new Tag(
                before.id(),
                before.group(),
                before.single(),
                text.name(),
                text.ttlDays(),
                text.rule(),
                before.rule().equals(text.rule()) ? before.ruleVersion() : before.ruleVersion() + 1,
                false,
                before.version());
    }

    private static Tag ended(Tag before) {
        return new Tag(
                before.id(),
                before.group(),
                before.single(),
                before.name(),
                before.ttlDays(),
                before.rule(),
                before.ruleVersion(),
                true,
                before.version());
    }

    private static void requireWellFormed(Text text) {
        if (text.rule().isEmpty()) {
            return;
        }
        if (text.ttlDays().isPresent()) {
            throw new Refused(AudienceProblem.TAG_RULE_OR_TTL);
        }
        if (RuleReader.tag(text.rule().get()) instanceof Reading.Bad(var errors)) {
            throw Refused.fields(AudienceProblem.TAG_RULE_INVALID, errors);
        }
    }

    private static void requireSeen(Desk desk, Scope scope) {
        if (!desk.seen().contains(scope)) {
            throw new Refused(CommonProblem.FORBIDDEN);
        }
    }

    private static void requireOpen(Tag tag, long version) {
        if (tag.ended()) {
            throw new Refused(AudienceProblem.TAG_ENDED);
        }
        if (tag.version() != version) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static void requireChanged(int rows) {
        if (rows == 0) {
            throw new Refused(CommonProblem.STATE_CHANGED);
        }
    }

    private static Uni<Tag> found(Uni<Tag> tag) {
        return tag.onItem().ifNull().failWith(Refused::notFound);
    }

    private static AuditEntry entry(
            Desk desk, String action, String kind, UUID id, @Nullable Object before, Object after) {
        return new AuditEntry(desk.actor(), action, kind, id.toString(), null, before, after);
    }

    private static Map<String, Object> facts(Tag tag) {
        return Map.of(
                "name", tag.name(),
                "ttlDays", tag.ttlDays().isPresent() ? tag.ttlDays().getAsInt() : "none",
                "rule", tag.rule().<Object>map(rule -> rule).orElse("none"),
                "ended", tag.ended());
    }
}
