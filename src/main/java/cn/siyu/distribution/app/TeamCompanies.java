package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.CreditCode;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.store.CompanyStore;
import cn.siyu.distribution.store.CompanyStore.Entry;
import cn.siyu.distribution.store.CompanyStore.Sheet;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** Keeps the companies that are paid for teams: their licence, and the account that a statement is paid to (C4, L9). */
@Singleton
public class TeamCompanies {

    private static final int TAIL = 4;

    private final CompanyStore store;
    private final Sealed sealed;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TeamCompanies(CompanyStore store, Sealed sealed, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.store = store;
        this.sealed = sealed;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is said about a company. */
    public record Wish(
            String name,
            String creditCode,
            String licenceFile,
            String accountName,
            String bankName,
            String accountNumber) {}

    public Uni<NumberedPage<Sheet>> list(int page, int size) {
        var reads = transactions.reads();
        return store.page(reads, page, size)
                .chain(items -> store.count(reads).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Sheet> see(UUID id) {
        return store.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    /** The account number as whoever pays has to know it. */
    public String accountNumber(Sheet sheet) {
        return sealed.openAccount(sheet.company().id(), sheet.accountSealed());
    }

    public Uni<Sheet> add(Wish wish, String reason, Actor actor) {
        var id = Ids.next();
        var entry = entry(id, wish);
        return transactions
                .in(tx -> store.insert(tx, entry, clock.instant())
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "company.add",
                                        "team-company",
                                        id.toString(),
                                        reason,
                                        null,
                                        plain(entry)))))
                .chain(() -> see(id));
    }

    /** Everything but the credit code: another code is another company. */
    public Uni<Sheet> change(UUID id, Wish wish, long version, String reason, Actor actor) {
        var entry = entry(id, wish);
        return transactions
                .in(tx -> store.find(tx, id)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(before ->
                                store.update(tx, same(before, entry), version).invoke(rows -> changed(rows, before)))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "company.change",
                                        "team-company",
                                        id.toString(),
                                        reason,
                                        null,
                                        plain(entry)))))
                .chain(() -> see(id));
    }

    private Entry entry(UUID id, Wish wish) {
        if (!CreditCode.isValid(wish.creditCode())) {
            throw new Refused(DistributionProblem.CREDIT_CODE_WRONG);
        }
        var number = wish.accountNumber();
        return new Entry(
                id,
                wish.name(),
                new CreditCode(wish.creditCode()),
                wish.licenceFile(),
                wish.accountName(),
                wish.bankName(),
                sealed.account(id, number),
                number.substring(number.length() - TAIL));
    }

    private static Entry same(Sheet before, Entry entry) {
        if (!before.company().creditCode().equals(entry.creditCode().value())) {
            throw new Refused(DistributionProblem.CREDIT_CODE_WRONG, "Another code is another company: add it");
        }
        return entry;
    }

    private static void changed(int rows, Sheet current) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The company has another version now",
                    Map.of("version", current.version()));
        }
    }

    /** Never the number of the account. */
    private static Object plain(Entry entry) {
        return Map.of(
                "name", entry.name(),
                "creditCode", entry.creditCode().value(),
                "licenceFile", entry.licenceFile(),
                "accountName", entry.accountName(),
                "bankName", entry.bankName(),
                "accountTail", entry.accountTail());
    }
}
