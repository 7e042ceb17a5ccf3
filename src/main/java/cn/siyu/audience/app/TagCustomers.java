package cn.siyu.audience.app;

import cn.siyu.audience.app.KeepTags.Desk;
import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.Carried;
import cn.siyu.audience.domain.Tag;
import cn.siyu.audience.domain.TagGroup.Scope;
import cn.siyu.audience.store.CarriedStore;
import cn.siyu.audience.store.TagStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives members tags and takes them back, by hand or by file. */
@Singleton
public class TagCustomers {

    private static final Set<Scope> EVERY = EnumSet.allOf(Scope.class);

    private final TagStore tags;
    private final CarriedStore carried;
    private final Jobs jobs;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    TagCustomers(
            TagStore tags,
            CarriedStore carried,
            Jobs jobs,
            Transactions transactions,
            AuditLog audit,
            ShopClock clock) {
        this.tags = tags;
        this.carried = carried;
        this.jobs = jobs;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    public Uni<List<Carried>> of(Desk desk, UUID member) {
        return carried.of(transactions.reads(), member, desk.seen());
    }

    public Uni<List<Carried>> tag(Desk desk, UUID member, UUID id, String reason) {
        return transactions.in(tx -> given(tx, desk.seen(), id)
                .call(tag -> carried.give(
                        tx,
                        tag,
                        List.of(member),
                        Carried.Source.MANUAL,
                        desk.actor().name(),
                        clock.instant()))
                .call(tag -> audit.append(tx, entry(desk, "customer.tag", member, reason, tag)))
                .chain(() -> carried.of(tx, member, desk.seen())));
    }

    /** Not found when the member does not carry it. */
    public Uni<Void> untag(Desk desk, UUID member, UUID id, String reason) {
        return transactions.in(tx -> given(tx, desk.seen(), id)
                .call(tag -> carried.take(tx, tag, member, clock.instant()).invoke(TagCustomers::requireSome))
                .chain(tag -> audit.append(tx, entry(desk, "customer.untag", member, reason, tag))));
    }

    /** Answers the job that gives the tag to the members of a file. */
    public Uni<UUID> importFile(Desk desk, UUID id, byte[] csv) {
        var file = new Jobs.Attachment(ImportTags.FILE, "text/csv", csv);
        return transactions.in(tx -> given(tx, desk.seen(), id)
                .call(tag -> audit.append(
                        tx,
                        new AuditEntry(
                                desk.actor(),
                                "tag.import",
                                "tag",
                                id.toString(),
                                null,
                                null,
                                Map.of("name", tag.name()))))
                .chain(() ->
                        jobs.submit(tx, ImportTags.KIND, desk.actor(), Map.of("tagId", id.toString()), List.of(file))));
    }

    /** One batch of a file. */
    Uni<Integer> giveImported(UUID id, Collection<UUID> members, String actor) {
        return transactions.in(tx -> given(tx, EVERY, id)
                .chain(tag -> carried.give(tx, tag, members, Carried.Source.IMPORT, actor, clock.instant())));
    }

    /** The tag, held for writing, if it is one that is given by hand. */
    private Uni<Tag> given(Tx tx, Set<Scope> seen, UUID id) {
        return tags.tag(tx, seen, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(TagCustomers::requireByHand)
                .call(tag -> tx.hold(tag.heldAs()))
                .chain(() -> tags.tag(tx, seen, id))
                .invoke(TagCustomers::requireByHand);
    }

    private static void requireByHand(Tag tag) {
        if (tag.ended()) {
            throw new Refused(AudienceProblem.TAG_ENDED);
        }
        if (tag.rule().isPresent()) {
            throw new Refused(AudienceProblem.TAG_BY_RULE);
        }
    }

    private static void requireSome(int rows) {
        if (rows == 0) {
            throw Refused.notFound();
        }
    }

    private static AuditEntry entry(Desk desk, String action, UUID member, String reason, Tag tag) {
        return new AuditEntry(
                desk.actor(),
                action,
                "member",
                member.toString(),
                reason,
                null,
                Map.of("tagId", tag.id(), "name", tag.name()));
    }
}
