package cn.siyu.promotion.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.CouponStore;
import cn.siyu.promotion.store.GrantStore;
import cn.siyu.promotion.store.TemplateStore;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives a coupon to everybody of a segment, or to named members, as a job (H5). Each batch of members is one transaction and one
 * checkpoint; one grant brings a member one coupon, by constraint, so a batch may be repeated. It ends early when nothing
 * remains.
 */
@Singleton
public class GrantCoupons implements JobHandler {

    public static final String KIND = "coupon-grant";

    private static final int BATCH = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TemplateStore templates;
    private final CouponStore coupons;
    private final GrantStore grants;
    private final Segments segments;
    private final MemberCards members;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    GrantCoupons(
            TemplateStore templates,
            CouponStore coupons,
            GrantStore grants,
            Segments segments,
            MemberCards members,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.templates = templates;
        this.coupons = coupons;
        this.grants = grants;
        this.segments = segments;
        this.members = members;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** How far a job has come: the last member of the last batch. */
    private record Checkpoint(UUID after, long processed) {}

    private record Work(
            JobRun run, UUID grant, CouponTemplateId template, Optional<SegmentId> segment, List<MemberId> named) {}

    /** A batch that is done; {@code more} when another may follow. */
    private record Done(Checkpoint at, boolean more) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var work = work(run);
        return members.count(transactions.reads())
                .map(all ->
                        work.segment().isPresent() ? all : (long) work.named().size())
                .chain(total -> batches(work, total))
                .chain(() -> transactions.in(tx -> grants.done(tx, work.grant(), clock.instant())))
                .replaceWithVoid();
    }

    private static Work work(JobRun run) {
        var parameters = run.parameters();
        var segment = parameters.path("segmentId").asText();
        return new Work(
                run,
                UUID.fromString(parameters.path("grantId").asText()),
                new CouponTemplateId(
                        UUID.fromString(parameters.path("templateId").asText())),
                segment.isEmpty() ? Optional.empty() : Optional.of(new SegmentId(UUID.fromString(segment))),
                Stream.of(parameters.path("memberIds"))
                        .flatMap(ids -> IntStream.range(0, ids.size()).mapToObj(ids::get))
                        .map(JsonNode::asText)
                        .map(id -> new MemberId(UUID.fromString(id)))
                        .sorted()
                        .toList());
    }

    private Uni<Void> batches(Work work, long total) {
        var begun =
                work.run().checkpoint().map(GrantCoupons::checkpoint).orElseGet(() -> new Checkpoint(BEFORE_ALL, 0));
        var at = new AtomicReference<>(begun);
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(work, at.get())
                        .invoke(done -> at.set(done.at()))
                        .call(done -> work.run()
                                .progress(
                                        done.at().processed(),
                                        Math.max(total, done.at().processed()),
                                        0,
                                        done.at())))
                .whilst(Done::more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Checkpoint checkpoint(JsonNode kept) {
        return new Checkpoint(
                UUID.fromString(kept.path("after").asText()),
                kept.path("processed").asLong());
    }

    private Uni<Done> batch(Work work, Checkpoint at) {
        return candidates(work, at)
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().item(new Done(at, false))
                        : transactions
                                .in(tx -> give(tx, work, batch))
                                .map(goesOn -> new Done(
                                        new Checkpoint(batch.getLast().value(), at.processed() + batch.size()),
                                        goesOn && batch.size() == BATCH)));
    }

    private Uni<List<MemberId>> candidates(Work work, Checkpoint at) {
        var after = new MemberId(at.after());
        return work.segment().isPresent()
                ? members.after(transactions.reads(), after, BATCH)
                : Uni.createFrom()
                        .item(work.named().stream()
                                .filter(each -> each.compareTo(after) > 0)
                                .limit(BATCH)
                                .toList());
    }

    /** Answers whether there may be something for the next batch. */
    private Uni<Boolean> give(Tx tx, Work work, List<MemberId> batch) {
        var now = clock.instant();
        var ids = batch.stream().map(MemberId::value).toList();
        return work.segment()
                .map(segment -> segments.among(tx, segment, ids, now))
                .orElseGet(() -> Uni.createFrom().item(ids))
                .chain(meant ->
                        templates.lock(tx, work.template()).chain(template -> give(tx, work, template, meant, now)));
    }

    /** The template is held: what remains, and who may have one, cannot change any more. */
    private Uni<Boolean> give(Tx tx, Work work, Template template, List<UUID> meant, Instant now) {
        if (template.state() != Template.State.RUNNING || template.left() == 0) {
            return Uni.createFrom().item(false);
        }
        return coupons.openTo(tx, template, work.grant(), meant, template.left())
                .chain(open -> open.isEmpty()
                        ? Uni.createFrom().item(true)
                        : write(tx, work, template, open, now).replaceWith(open.size() < template.left()));
    }

    private Uni<Void> write(Tx tx, Work work, Template template, List<UUID> open, Instant now) {
        var ids = open.stream().map(_ -> CouponId.next()).toList();
        return templates
                .take(tx, template.id(), open.size())
                .chain(() -> coupons.insertGranted(tx, template, work.grant(), ids, open, now))
                .chain(() -> grants.given(tx, work.grant(), open.size()))
                .chain(() -> outbox.append(
                        tx,
                        IntStream.range(0, ids.size())
                                .mapToObj(i -> new Coupon(
                                        ids.get(i),
                                        new MemberId(open.get(i)),
                                        Coupon.State.AVAILABLE,
                                        template.terms().validity().of(now),
                                        false,
                                        template))
                                .map(coupon -> GiveCoupons.told(coupon, Way.GRANT, now))
                                .toList()));
    }
}
