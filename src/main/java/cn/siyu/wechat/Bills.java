package cn.siyu.wechat;

import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The daily bills of WeChat Pay: what it says was paid, given back and paid out on a day. */
public interface Bills {

    /** The two bills of a day. */
    enum Kind {
        /** Payments and the refunds that were begun. */
        TRADE,
        /** What moved in the account; the transfers to persons are here only. */
        FUND_FLOW
    }

    /** What a line is about. */
    @Schema(name = "BillSubject")
    enum What {
        PAYMENT,
        REFUND,
        TRANSFER
    }

    /**
     * One line.
     *
     * @param number ours: of the order, the refund or the transfer
     * @param state as WeChat writes it; that of a refund is not brought up to date later
     * @param amount below zero when a transfer came back
     */
    record Line(What what, String number, String weChatNumber, Money amount, String state, Instant at) {}

    /**
     * A bill whose hash was right.
     *
     * @param sha1 empty when nothing happened on that day and WeChat has made no bill
     * @param lines in portions, as the file is read; to be read once; fails with {@link BillUnsound} when the file does not say what
     *     its last line sums up
     */
    record Bill(Kind kind, LocalDate day, Optional<String> sha1, Multi<List<Line>> lines) {}

    /**
     * Fetches a bill into a file, hands it to {@code work} and removes the file when that has ended.
     *
     * <p>Fails with {@link WeChatRefused} (such as {@code STATEMENT_CREATING}), {@link WeChatUnknown} or {@link BillUnsound}.
     */
    <T> Uni<T> read(Kind kind, LocalDate day, Function<Bill, Uni<T>> work);
}
