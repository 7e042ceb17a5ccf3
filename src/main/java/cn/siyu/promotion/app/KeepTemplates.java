package cn.siyu.promotion.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.domain.Template.State;
import cn.siyu.promotion.domain.Template.Terms;
import cn.siyu.promotion.store.TemplateStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What staff do with templates: write, begin, stop, go on, end. Each change is kept with its reason. */
@Singleton
public class KeepTemplates {

    private final TemplateStore templates;
    private final CheckTemplate check;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    KeepTemplates(
            TemplateStore templates, CheckTemplate check, Transactions transactions, AuditLog audit, ShopClock clock) {
        this.templates = templates;
        this.check = check;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who changes what was read as {@code version}, and why. */
    public record Change(Actor actor, long version, String reason) {}

    /** A step in the life of a template. */
    public enum Step {
        START(Template::started),
        PAUSE(Template::paused),
        RESUME(Template::resumed),
        END(Template::ended);

        private final UnaryOperator<Template> rule;

        Step(UnaryOperator<Template> rule) {
            this.rule = rule;
        }
    }

    public Uni<Template> find(CouponTemplateId id) {
        return templates.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<NumberedPage<Template>> page(@Nullable State state, int page, int size) {
        var reads = transactions.reads();
        return templates
                .page(reads, state, page, size)
                .chain(items ->
                        templates.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Template> create(Terms terms, Actor actor) {
        var id = CouponTemplateId.next();
        return check.check(terms)
                .chain(() -> transactions.in(tx -> templates
                        .insert(tx, id, terms, clock.instant())
                        .chain(() -> templates.find(tx, id))
                        .call(made -> audit.append(tx, entry(actor, "create", Optional.empty(), made, null)))));
    }

    public Uni<Template> edit(CouponTemplateId id, Terms terms, Change change) {
        return check.check(terms).chain(() -> change(id, "edit", before -> before.with(terms), change));
    }

    /** What it says is held against today's catalogue again before it begins. */
    public Uni<Template> step(CouponTemplateId id, Step step, Change change) {
        var ready = step == Step.START
                ? find(id).chain(template -> check.check(template.terms()))
                : Uni.createFrom().voidItem();
        return ready.chain(() -> change(id, step.name().toLowerCase(Locale.ROOT), step.rule, change));
    }

    private Uni<Template> change(CouponTemplateId id, String action, UnaryOperator<Template> rule, Change change) {
        return transactions.in(tx -> templates
                .lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(before -> requireSame(before, change.version()))
                .chain(before -> write(tx, before, rule.apply(before), action, change)));
    }

    private Uni<Template> write(Tx tx, Template before, Template after, String action, Change change) {
        return templates
                .update(tx, after, clock.instant())
                .chain(() ->
                        audit.append(tx, entry(change.actor(), action, Optional.of(before), after, change.reason())))
                .chain(() -> templates.find(tx, before.id()));
    }

    private static void requireSame(Template template, long version) {
        if (template.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The template has version " + template.version(),
                    Map.of("state", template.state().name()));
        }
    }

    private static AuditEntry entry(
            Actor actor, String action, Optional<Template> before, Template after, @Nullable String reason) {
        return new AuditEntry(
                actor,
                "coupon-template." + action,
                "coupon-template",
                after.id().value().toString(),
                reason,
                before.map(KeepTemplates::facts).orElse(null),
                facts(after));
    }

    private static Map<String, Object> facts(Template template) {
        var terms = template.terms();
        var facts = new LinkedHashMap<String, Object>();
        facts.put("state", template.state().name());
        facts.put("name", terms.name());
        facts.put("benefit", terms.benefit().toString());
        facts.put("scope", terms.scope().toString());
        facts.put("thresholdFen", terms.threshold().fen());
        facts.put("total", terms.giving().total());
        facts.put("perPerson", terms.giving().perPerson());
        facts.put("claimUntil", terms.claimUntil().toString());
        facts.put("bearer", terms.bearer().name());
        return facts;
    }
}
