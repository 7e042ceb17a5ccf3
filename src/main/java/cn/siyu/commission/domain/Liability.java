package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.ledger.Account;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the shop owed to payees at an instant, and to the tax office for them: by what commission has on record, and by what the ledger
 * says.
 */
public record Liability(Instant at, List<Line> lines) {

    /** The accounts on which the shop owes payees something, and the one on which it owes what it has withheld from them. */
    public static final List<Account.Kind> KINDS = List.of(
            Account.Kind.COMMISSION_ACCRUED,
            Account.Kind.COMMISSION_AVAILABLE,
            Account.Kind.COMMISSION_WITHDRAWING,
            Account.Kind.COMMISSION_PAYROLL,
            Account.Kind.TAX_PAYABLE);

    /** One account of one payee; that of the tax office is nobody's. */
    public record Line(Account.Kind kind, UUID payee, Money recorded, Money ledger) {

        public Money difference() {
            return recorded.minus(ledger);
        }

        public boolean ties() {
            return recorded.equals(ledger);
        }
    }

    /** All accounts of one kind. */
    public record Total(Account.Kind kind, long accounts, Money recorded, Money ledger, long differing) {}

    /** To the fen, account by account. */
    public boolean ties() {
        return lines.stream().allMatch(Line::ties);
    }

    /** Of every kind, also of those on which nothing is owed. */
    public List<Total> totals() {
        return KINDS.stream().map(this::total).toList();
    }

    private Total total(Account.Kind kind) {
        var own = lines.stream().filter(line -> line.kind() == kind).toList();
        return new Total(
                kind,
                own.size(),
                Money.sum(own.stream().map(Line::recorded).toList()),
                Money.sum(own.stream().map(Line::ledger).toList()),
                own.stream().filter(line -> !line.ties()).count());
    }

    /** Those that are asked for, in the order of kind and payee. */
    public List<Line> select(Optional<Account.Kind> kind, Optional<UUID> payee, boolean differing) {
        return lines.stream()
                .filter(line -> kind.isEmpty() || kind.get() == line.kind())
                .filter(line -> payee.isEmpty() || payee.get().equals(line.payee()))
                .filter(line -> !differing || !line.ties())
                .toList();
    }

    /** Whether it is one of the kinds of which this tells. */
    public static boolean tellsOf(Account.Kind kind) {
        return KINDS.contains(kind);
    }
}
