package cn.siyu.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Transfer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A hash in the chain is of everything that is written about a transfer. */
class SealableTest {

    private static final Instant AT = Instant.parse("2026-03-01T02:00:00Z");
    private static final String POSTINGS = "DEBIT WECHAT_CLEARING 0 100, CREDIT SALES 0 -100";

    @Test
    void each_field_and_the_hash_before_are_in_it() {
        var row = row(1, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.SALES, 100, AT, POSTINGS);
        var others = List.of(
                row(2, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.SALES, 100, AT, POSTINGS),
                row(1, "CAPTURE:B", Kind.WECHAT_CLEARING, Kind.SALES, 100, AT, POSTINGS),
                row(1, "CAPTURE:A", Kind.BANK, Kind.SALES, 100, AT, POSTINGS),
                row(1, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.FREIGHT_INCOME, 100, AT, POSTINGS),
                row(1, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.SALES, 101, AT, POSTINGS),
                row(1, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.SALES, 100, AT.plusNanos(1_000), POSTINGS),
                row(1, "CAPTURE:A", Kind.WECHAT_CLEARING, Kind.SALES, 100, AT, POSTINGS + " "));

        var hash = row.chainedTo(Sealable.BEGIN);

        assertThat(hash).hasSize(64).isEqualTo(row.chainedTo(Sealable.BEGIN));
        assertThat(others)
                .allSatisfy(other -> assertThat(other.chainedTo(Sealable.BEGIN)).isNotEqualTo(hash));
        assertThat(row.chainedTo(hash)).isNotEqualTo(hash);
    }

    private static Sealable row(
            int id, String reference, Kind debit, Kind credit, long fen, Instant at, String postings) {
        return new Sealable(
                new UUID(0, id),
                new Transfer(reference, Account.of(debit), Account.of(credit), Money.ofFen(fen), at),
                postings);
    }
}
