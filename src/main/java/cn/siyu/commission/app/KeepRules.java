package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.commission.store.RuleStore;
import cn.siyu.commission.store.RuleStore.Search;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finance writes rules and ends them; nothing that was valid is ever changed. */
@Singleton
public class KeepRules {

    private static final String OVERLAP = "commission_rule_overlap_ex";

    private final RuleStore rules;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepRules(RuleStore rules, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.rules = rules;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<NumberedPage<CommissionRule>> list(Search search, int page, int size) {
        var reads = transactions.reads();
        return rules.page(reads, search, size, (page - 1) * size)
                .chain(items -> rules.count(reads, search).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** A rule as somebody would write it; without {@code from} it counts from now on. */
    public record Wish(
            CommissionRule.Target target,
            RuleKind kind,
            Optional<Rate> rate,
            Optional<Money> perUnit,
            Optional<Instant> from,
            Optional<Instant> to,
            String reason) {

        /** The rule that it would be; refused when it could not be written now. */
        CommissionRule rule(Instant now) {
            var rule = new CommissionRule(Ids.next(), kind, target, rate, perUnit, 0, from.orElse(now), to, reason);
            rule.check(now);
            return rule;
        }
    }

    public Uni<CommissionRule> add(Wish wish, Actor actor) {
        var now = clock.instant();
        var rule = wish.rule(now);
        return transactions
                .in(tx -> rules.insert(tx, rule, now)
                        .call(written -> audit.append(tx, entry(actor, "commission-rule.add", written, rule.reason()))))
                .onFailure(failure ->
                        Violations.isOf(failure, OVERLAP) || Violations.isOf(failure, "commission_rule_version_uk"))
                .transform(_ -> new Refused(CommissionProblem.RULE_OVERLAPS));
    }

    /** From now on, or from when is said; a rule that has not begun never will. */
    public Uni<CommissionRule> end(UUID id, int version, Optional<Instant> at, String reason, Actor actor) {
        var now = clock.instant();
        return transactions.in(tx -> rules.lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(rule -> mayEnd(rule, version, now))
                .chain(rule -> end(tx, rule, latest(at.orElse(now), now, rule.from()), reason, actor)));
    }

    private Uni<CommissionRule> end(Tx tx, CommissionRule rule, Instant at, String reason, Actor actor) {
        var ended = new CommissionRule(
                rule.id(),
                rule.kind(),
                rule.target(),
                rule.rate(),
                rule.perUnit(),
                rule.version(),
                rule.from(),
                Optional.of(at),
                rule.reason());
        return rules.end(tx, rule.id(), at)
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "commission-rule.end",
                                "commission-rule",
                                rule.id().toString(),
                                reason,
                                plain(rule),
                                plain(ended))))
                .replaceWith(ended);
    }

    private static void mayEnd(CommissionRule rule, int version, Instant now) {
        if (rule.version() != version
                || rule.to().filter(end -> !end.isAfter(now)).isPresent()) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The rule has ended or is another", Map.of("version", rule.version()));
        }
    }

    private static Instant latest(Instant wished, Instant now, Instant from) {
        var end = wished.isBefore(now) ? now : wished;
        return end.isBefore(from) ? from : end;
    }

    private static AuditEntry entry(Actor actor, String action, CommissionRule rule, String reason) {
        return new AuditEntry(actor, action, "commission-rule", rule.id().toString(), reason, null, plain(rule));
    }

    /** As it is kept in the trail. */
    static Map<String, @Nullable Object> plain(CommissionRule rule) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        plain.put("kind", rule.kind());
        plain.put("distributor", rule.target().distributor().orElse(null));
        plain.put("sku", rule.target().sku().orElse(null));
        plain.put("spu", rule.target().spu().orElse(null));
        plain.put("tier", rule.target().tier().orElse(null));
        plain.put("category", rule.target().category().orElse(null));
        plain.put("basisPoints", rule.rate().map(Rate::basisPoints).orElse(null));
        plain.put("perUnitFen", rule.perUnit().map(Money::fen).orElse(null));
        plain.put("version", rule.version());
        plain.put("from", rule.from().toString());
        plain.put("to", rule.to().map(Instant::toString).orElse(null));
        return plain;
    }
}
