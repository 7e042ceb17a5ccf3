package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Ledger;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Whether the shop and a distributor owe each other nothing, as the ledger has it: neither earnings nor a debt. */
@Singleton
class Balances {

    /** Where what a payee earns can be until it has reached him. */
    private static final List<Kind> ACCOUNTS = List.of(
            Kind.COMMISSION_ACCRUED, Kind.COMMISSION_AVAILABLE, Kind.COMMISSION_WITHDRAWING, Kind.COMMISSION_PAYROLL);

    private final Ledger ledger;

    @Inject
    Balances(Ledger ledger) {
        this.ledger = ledger;
    }

    Uni<Boolean> settled(Sql sql, DistributorId distributor) {
        return Multi.createFrom()
                .iterable(ACCOUNTS)
                .onItem()
                .transformToUniAndConcatenate(kind -> ledger.balance(sql, new Account(kind, distributor.value())))
                .collect()
                .asList()
                .map(balances -> balances.stream().allMatch(Money::isZero));
    }
}
