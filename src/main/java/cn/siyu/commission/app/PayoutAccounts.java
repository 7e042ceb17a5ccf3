package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.PayoutAccount;
import cn.siyu.commission.domain.PayoutAccount.SealedName;
import cn.siyu.commission.store.PayoutAccountStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Notices to whom a member's money would go, and keeps it back for a day when that has changed. */
@Singleton
public class PayoutAccounts {

    private static final String OPENID = "commission.openid";
    private static final String NAME = "commission.real-name";

    private final PayoutAccountStore accounts;
    private final Payees payees;
    private final Members members;
    private final PiiCipher cipher;
    private final AuditLog audit;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;

    @Inject
    PayoutAccounts(
            PayoutAccountStore accounts,
            Payees payees,
            Members members,
            PiiCipher cipher,
            AuditLog audit,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.accounts = accounts;
        this.payees = payees;
        this.members = members;
        this.cipher = cipher;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** An account as its owner sees it. */
    public record Shown(Optional<String> maskedName, Optional<Instant> coolsUntil, long version) {}

    public Uni<Shown> see(UUID member) {
        return payees.of(transactions.reads(), member)
                .chain(() -> accounts.find(transactions.reads(), member))
                .map(found -> found == null ? new Shown(Optional.empty(), Optional.empty(), 0) : shown(found));
    }

    /** From now on money goes to this name; whoever had another one waits (SEC-22). */
    public Uni<Shown> rename(UUID member, String realName, long version, Actor actor) {
        return payees.of(transactions.reads(), member)
                .chain(() -> openid(member))
                .chain(openid -> transactions.in(tx -> {
                    var now = clock.instant();
                    return accounts.lock(tx, member, index(openid))
                            .invoke(found -> sameVersion(found, version))
                            .chain(found -> renamed(tx, found, found.seenAs(index(openid), now), realName, actor, now));
                }))
                .map(this::shown);
    }

    private Uni<PayoutAccount> renamed(
            Tx tx, PayoutAccount found, PayoutAccount seen, String realName, Actor actor, Instant now) {
        return accounts.save(tx, found, seen.named(sealed(found.member(), realName), now))
                .call(next -> next.equals(found)
                        ? Uni.createFrom().voidItem()
                        : audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "payout-account.rename",
                                        "payout-account",
                                        found.member().toString(),
                                        null,
                                        found.changedAt().orElse(null),
                                        next.changedAt().orElse(null))));
    }

    /** The openid under which the member is paid now. A new one is written down at once, whatever becomes of the errand. */
    Uni<String> noted(UUID member) {
        return openid(member)
                .call(openid -> accounts.find(transactions.reads(), member)
                        .chain(found -> found != null && found.openidIndex().equals(index(openid))
                                ? Uni.createFrom().voidItem()
                                : note(member, openid)));
    }

    private Uni<Void> note(UUID member, String openid) {
        return transactions
                .in(tx -> accounts.lock(tx, member, index(openid))
                        .chain(found -> accounts.save(tx, found, found.seenAs(index(openid), clock.instant()))))
                .replaceWithVoid();
    }

    /** Refuses as long as a change is fresh. What it looked at cannot change before the transaction ends. */
    Uni<PayoutAccount> cooled(Tx tx, UUID member, Instant now) {
        return accounts.lock(tx, member).invoke(found -> {
            var until = found == null ? Optional.<Instant>empty() : found.coolsUntil(now, settings.coolDown());
            if (until.isPresent()) {
                throw Refused.with(
                        CommissionProblem.PAYOUT_COOLING,
                        "Nothing is paid out before " + until.get(),
                        Map.of("until", until.get().toString()));
            }
        });
    }

    /** The name for a transfer: the known one, or the first that is given; another than the known one is refused. */
    Uni<Optional<String>> name(Tx tx, PayoutAccount account, Optional<String> given, Instant now) {
        if (given.isEmpty()) {
            return Uni.createFrom().item(account.name().map(kept -> opened(account.member(), kept)));
        }
        var name = sealed(account.member(), given.get());
        if (account.name().isPresent() && !account.isNamed(name.index())) {
            throw new Refused(CommissionProblem.PAYOUT_NAME_DIFFERS);
        }
        return accounts.save(tx, account, account.named(name, now)).replaceWith(given);
    }

    private Uni<String> openid(UUID member) {
        return members.openid(new MemberId(member));
    }

    private Shown shown(PayoutAccount account) {
        return new Shown(
                account.name().map(kept -> masked(opened(account.member(), kept))),
                account.coolsUntil(clock.instant(), settings.coolDown()),
                account.version());
    }

    private SealedName sealed(UUID member, String name) {
        return new SealedName(cipher.seal(name, place(member)), cipher.index(name, NAME));
    }

    private String opened(UUID member, SealedName name) {
        return cipher.open(name.sealed(), place(member));
    }

    private String index(String openid) {
        return cipher.index(openid, OPENID);
    }

    private static String masked(String name) {
        return new StringBuilder()
                .appendCodePoint(name.codePointAt(0))
                .append("**")
                .toString();
    }

    private static String place(UUID member) {
        return "commission_payout_account:" + member + ":name";
    }

    private static void sameVersion(PayoutAccount found, long version) {
        if (found.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The payout account has been changed",
                    Map.of("version", found.version()));
        }
    }
}
