package cn.siyu.commission.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Authorizations;
import cn.siyu.payment.Authorizations.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Payees who let their money come without confirming each transfer (C35). */
@Singleton
public class AuthorizePayouts {

    /** As whom WeChat shows a payee, with the end of his id: no name is told that WeChat does not know. */
    private static final String SHOWN = "推广员";

    private static final int TAIL = 6;

    private final Payees payees;
    private final PayoutAccounts accounts;
    private final Authorizations authorizations;
    private final Transactions transactions;

    @Inject
    AuthorizePayouts(Payees payees, PayoutAccounts accounts, Authorizations authorizations, Transactions transactions) {
        this.payees = payees;
        this.accounts = accounts;
        this.authorizations = authorizations;
        this.transactions = transactions;
    }

    public Uni<Standing> see(UUID member) {
        return payee(member)
                .chain(() -> authorizations.standing(member))
                .map(found -> found.orElseThrow(Refused::notFound));
    }

    /** A new openid is noticed here too, and begins its cool-down. */
    public Uni<Standing> ask(UUID member) {
        return payee(member)
                .chain(() -> accounts.noted(member))
                .chain(openid -> authorizations.ask(member, openid, shown(member)));
    }

    public Uni<Standing> close(UUID member) {
        return payee(member).chain(() -> authorizations.close(member));
    }

    private Uni<Void> payee(UUID member) {
        return payees.of(transactions.reads(), member).replaceWithVoid();
    }

    private static String shown(UUID member) {
        var id = member.toString();
        return SHOWN + id.substring(id.length() - TAIL);
    }
}
