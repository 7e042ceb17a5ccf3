package cn.siyu.promotion.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.store.GrantStore;
import cn.siyu.promotion.store.GrantStore.Grant;
import cn.siyu.promotion.store.TemplateStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What staff ask for and see of gifts to segments and members; a job carries them out. */
@Singleton
public class AskGrants {

    private final TemplateStore templates;
    private final GrantStore grants;
    private final Segments segments;
    private final MemberCards members;
    private final Jobs jobs;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    AskGrants(
            TemplateStore templates,
            GrantStore grants,
            Segments segments,
            MemberCards members,
            Jobs jobs,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.templates = templates;
        this.grants = grants;
        this.segments = segments;
        this.members = members;
        this.jobs = jobs;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** To whom a coupon is given: to a segment, or to these members. */
    public record Wish(Optional<SegmentId> segment, List<MemberId> named, String reason) {}

    /** What the job is told. */
    record Parameters(UUID grantId, UUID templateId, String segmentId, List<UUID> memberIds) {}

    /** Asked for in the caller's transaction. */
    public Uni<Grant> submit(Tx tx, CouponTemplateId template, Wish wish, Actor actor) {
        var now = clock.instant();
        var id = Ids.next();
        var parameters = new Parameters(
                id,
                template.value(),
                wish.segment().map(each -> each.value().toString()).orElse(""),
                wish.named().stream().map(MemberId::value).sorted().distinct().toList());
        return templates
                .known(tx, template)
                .invoke(AskGrants::requireRunning)
                .chain(() -> known(tx, wish))
                .chain(() -> jobs.submit(tx, GrantCoupons.KIND, actor, parameters, List.of()))
                .map(job -> new Grant(
                        id,
                        template,
                        wish.segment(),
                        parameters.memberIds().size(),
                        wish.reason(),
                        actor.name(),
                        job,
                        0,
                        now,
                        Optional.empty()))
                .call(grant -> grants.insert(tx, grant))
                .call(grant -> audit.append(tx, entry(actor, grant)));
    }

    public Uni<NumberedPage<Grant>> page(CouponTemplateId template, int page, int size) {
        var reads = transactions.reads();
        return templates
                .known(reads, template)
                .chain(() -> grants.page(reads, template, page, size))
                .chain(items ->
                        grants.count(reads, template).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Nothing is given of a template that is not begun, stopped or ended. */
    static void requireRunning(Template template) {
        if (template.state() != Template.State.RUNNING) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The template is " + template.state(),
                    Map.of("state", template.state().name()));
        }
    }

    private Uni<Void> known(Tx tx, Wish wish) {
        return wish.segment()
                .map(id -> segments.exists(tx, id))
                .orElseGet(() -> members.of(tx, wish.named())
                        .map(found ->
                                found.size() == wish.named().stream().distinct().count()))
                .invoke(known -> {
                    if (!known) {
                        throw Refused.fields(
                                PromotionProblem.COUPON_RECEIVER_UNKNOWN,
                                List.of(new FieldError(
                                        wish.segment().isPresent() ? "segmentId" : "memberIds",
                                        "names nobody that is there")));
                    }
                })
                .replaceWithVoid();
    }

    private static AuditEntry entry(Actor actor, Grant grant) {
        return new AuditEntry(
                actor,
                "coupon-template.grant",
                "coupon-template",
                grant.template().value().toString(),
                grant.reason(),
                null,
                Map.of(
                        "grantId",
                        grant.id(),
                        "segmentId",
                        grant.segment().map(each -> each.value().toString()).orElse(""),
                        "named",
                        grant.named()));
    }
}
