package cn.siyu.commission.app;

import cn.siyu.commission.app.Taxes.Payout;
import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.IdentityNumber;
import cn.siyu.commission.domain.TaxFormula;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxPolicy;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.TaxSubject;
import cn.siyu.commission.store.TaxReportStore;
import cn.siyu.commission.store.TaxReportStore.Known;
import cn.siyu.commission.store.TaxReportStore.Line;
import cn.siyu.commission.store.TaxStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who sees to whose tax, what the tax office is told, and who a payee is to it (L7). */
@Singleton
public class TaxDesk {

    private static final String TWICE = "commission_tax_policy_from_uk";
    private static final int MOST = 200;

    private final TaxStore taxes;
    private final TaxReportStore reports;
    private final Taxes reckoner;
    private final Payees payees;
    private final PiiCipher cipher;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TaxDesk(
            TaxStore taxes,
            TaxReportStore reports,
            Taxes reckoner,
            Payees payees,
            PiiCipher cipher,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.taxes = taxes;
        this.reports = reports;
        this.reckoner = reckoner;
        this.payees = payees;
        this.cipher = cipher;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who a payee says he is. */
    public record Identity(String name, IdentityNumber number, String consentVersion, Instant consentedAt) {}

    /** One line of the report, opened; name and number are empty when he never said. */
    public record Reported(Line line, String name, String number) {}

    /** What is to hold from an instant on. */
    public record Wish(
            TaxSubject subject,
            TaxHandling handling,
            Optional<TaxFormula> formula,
            Optional<Instant> from,
            String reason) {}

    /** The newest first. */
    public Uni<List<TaxPolicy>> policies() {
        return taxes.policies(transactions.reads(), MOST);
    }

    /** From now or later: what was withheld stays as it was. */
    public Uni<TaxPolicy> set(Wish wish, Actor actor) {
        var now = clock.instant();
        var from = wish.from().orElse(now);
        if (from.isBefore(now)) {
            return Uni.createFrom().failure(new Refused(CommissionProblem.RULE_IN_THE_PAST));
        }
        if (!wish.subject().mayBe(wish.handling())
                || wish.formula().isPresent() != (wish.handling() == TaxHandling.WITHHOLD)) {
            return Uni.createFrom().failure(new Refused(CommissionProblem.TAX_POLICY_WRONG));
        }
        var policy = new TaxPolicy(
                Ids.next(), wish.subject(), wish.handling(), wish.formula(), from, wish.reason(), actor.name(), now);
        return transactions
                .in(tx -> taxes.set(tx, policy)
                        .chain(() -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "tax-policy.set",
                                        "tax-policy",
                                        policy.id().toString(),
                                        policy.reason(),
                                        null,
                                        Map.of(
                                                "subject",
                                                policy.subject(),
                                                "handling",
                                                policy.handling(),
                                                "formula",
                                                policy.formula().map(Enum::name).orElse(""),
                                                "from",
                                                policy.from().toString()))))
                        .replaceWith(policy))
                .onFailure(failure -> Violations.isOf(failure, TWICE))
                .transform(_ -> new Refused(CommissionProblem.RULE_OVERLAPS));
    }

    /** What would be withheld of a withdrawal, were it paid now. */
    public Uni<TaxRecord> quote(UUID member, Money amount, Optional<UUID> account) {
        return payees.of(transactions.reads(), member)
                .map(own -> Payees.chosen(own, account))
                .chain(payee -> reckoner.quote(
                        transactions.reads(), new Payout(Ids.next(), payee, member, amount), clock.instant()));
    }

    /** Months of a report, opened for those who file it. */
    public Uni<List<Reported>> report(YearMonth first, YearMonth last, Optional<Cursor> after, int limit) {
        return reports.lines(transactions.reads(), first, last, after, limit)
                .map(lines -> lines.stream()
                        .map(line -> new Reported(
                                line,
                                line.sealedName()
                                        .map(text -> cipher.open(text, place(line.member(), "name")))
                                        .orElse(""),
                                line.sealedNumber()
                                        .map(text -> cipher.open(text, place(line.member(), "number")))
                                        .orElse("")))
                        .toList());
    }

    /** Somebody has looked at names and numbers. */
    public Uni<Void> told(YearMonth first, YearMonth last, Actor actor) {
        return transactions.in(tx -> audit.append(
                tx, new AuditEntry(actor, "tax-report.export", "tax-report", first + ".." + last, null, null, null)));
    }

    /** Empty when he never said. */
    public Uni<Optional<Identity>> identity(UUID member) {
        return payees.of(transactions.reads(), member)
                .chain(_ -> reports.find(transactions.reads(), member))
                .map(known -> Optional.ofNullable(known)
                        .map(kept -> new Identity(
                                cipher.open(kept.sealedName(), place(member, "name")),
                                new IdentityNumber(cipher.open(kept.sealedNumber(), place(member, "number"))),
                                kept.consentVersion(),
                                kept.consentedAt())));
    }

    /** Keeps it with the consent under which he gave it. */
    public Uni<Identity> identify(UUID member, String name, IdentityNumber number, String consentVersion) {
        var now = clock.instant();
        var known = new Known(
                cipher.seal(name, place(member, "name")),
                cipher.seal(number.text(), place(member, "number")),
                consentVersion,
                now,
                0);
        return payees.of(transactions.reads(), member)
                .chain(_ -> transactions.in(tx -> reports.keep(tx, member, known)))
                .replaceWith(new Identity(name, number, consentVersion, now));
    }

    private static String place(UUID member, String column) {
        return "commission_tax_identity:" + member + ":" + column;
    }
}
