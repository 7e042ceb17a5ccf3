package cn.siyu.payment.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What went out to persons on each day, and what waits for a day. */
@Singleton
public class TransferDayStore {

    private static final String WAITING = """
            select id, amount_fen
              from payment_transfer
             where next_try_at <= $1 and day is null
             order by next_try_at, id
             limit $2
               for update skip locked""";

    private static final String OPEN = """
            insert into payment_transfer_day (day) values ($1) on conflict on constraint payment_transfer_day_pk do nothing""";

    private static final String LOCK = "select used_fen from payment_transfer_day where day = $1 for update";

    private static final String USE = "update payment_transfer_day set used_fen = $2 where day = $1";

    private static final String ADMIT = "update payment_transfer set day = $2 where id = any($1::uuid[])";

    private static final String PUT_OFF = "update payment_transfer set next_try_at = $2 where id = any($1::uuid[])";

    /** A transfer that has no day yet. */
    public record Waiting(UUID id, Money amount) {}

    public Uni<List<Waiting>> waiting(Tx tx, Instant now, int limit) {
        return tx.list(
                WAITING, row -> new Waiting(row.getUUID("id"), Columns.money(row, "amount_fen")), now, (long) limit);
    }

    /** What the day has had so far; nobody else adds to it before the transaction ends. */
    public Uni<Money> lock(Tx tx, LocalDate day) {
        return tx.execute(OPEN, day).chain(() -> tx.one(LOCK, row -> Columns.money(row, "used_fen"), day));
    }

    public Uni<Void> admit(Tx tx, LocalDate day, Money used, Collection<UUID> transfers) {
        return tx.execute(USE, day, used)
                .chain(() -> tx.execute(ADMIT, transfers, day))
                .replaceWithVoid();
    }

    public Uni<Void> putOff(Tx tx, Collection<UUID> transfers, Instant until) {
        return tx.execute(PUT_OFF, transfers, until).replaceWithVoid();
    }
}
