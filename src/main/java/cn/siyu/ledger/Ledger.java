package cn.siyu.ledger;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Posts money, always in the transaction of the row that explains it. */
public interface Ledger {

    /** Posts those whose reference is new; the same reference with other content is refused. Answers how many were new. */
    Uni<Integer> post(Tx tx, List<Transfer> transfers);

    /** Debits minus credits of an account. */
    Uni<Money> balance(Sql sql, Account account);
}
