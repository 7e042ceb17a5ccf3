package cn.siyu.inventory.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.domain.Pick;
import cn.siyu.inventory.domain.Reservation;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reservations by holder. */
@Singleton
public class ReservationStore {

    private static final String LOCK = """
            select holder from inventory_reservation
             where holder = any($1::uuid[])
             order by holder, sku, pool
               for update""";

    private static final String READ = """
            select r.holder, r.sku, r.pool, l.rank, p.activity, r.state, r.round, r.quantity, r.deducted, r.returned
              from inventory_reservation r
              join inventory_pool p on p.id = r.pool
              join inventory_location l on l.id = p.location
             where r.holder = any($1::uuid[])
             order by r.holder, r.sku, (p.channel = 'MP') desc, l.rank""";

    /** A first taking is always a new row; only a holder that has released may find its old one. */
    private static final String KEEP = """
            insert into inventory_reservation (holder, sku, pool, state, round, quantity, expires_at, reserved_at)
            select k.holder, k.sku, k.pool, 'LIVE', $1::int, k.units, $2::timestamptz, $3::timestamptz
              from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::int[]) as k (holder, sku, pool, units)""";

    private static final String KEEP_AGAIN = KEEP + """
             on conflict on constraint inventory_reservation_pk do update
                set state = 'LIVE', round = excluded.round, reserved_at = excluded.reserved_at,
                    quantity = inventory_reservation.deducted + excluded.quantity, expires_at = excluded.expires_at""";

    private static final String RELEASE = """
            update inventory_reservation set state = 'RELEASED'
             where holder = any($1::uuid[]) and state = 'LIVE'""";

    private static final String CONFIRM = """
            update inventory_reservation set expires_at = null
             where holder = $1 and state in ('LIVE', 'DEDUCTED')""";

    private static final String DEDUCT = """
            update inventory_reservation r
               set deducted = r.deducted + d.units,
                   state = case when r.deducted + d.units = r.quantity then 'DEDUCTED' else r.state end
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as d (holder, sku, pool, units)
             where r.holder = d.holder and r.sku = d.sku and r.pool = d.pool""";

    /** The last units that are given up leave the row as a release does: nothing of it is kept any more. */
    private static final String WITHDRAW = """
            update inventory_reservation r
               set quantity = case when r.quantity - d.units > r.deducted then r.quantity - d.units else r.quantity end,
                   state = case when r.quantity - d.units > r.deducted then r.state else 'RELEASED' end
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as d (holder, sku, pool, units)
             where r.holder = d.holder and r.sku = d.sku and r.pool = d.pool""";

    private static final String RETURN = """
            update inventory_reservation r
               set returned = r.returned + d.units
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as d (holder, sku, pool, units)
             where r.holder = d.holder and r.sku = d.sku and r.pool = d.pool""";

    /** Locks what these holders have. */
    public Uni<Void> hold(Tx tx, Collection<UUID> holders) {
        return tx.list(LOCK, row -> row.getUUID("holder"), holders).replaceWithVoid();
    }

    /**
     * Locks what these holders have, then reads it: a twin that has just taken again may have added rows while we waited,
     * and only a second statement sees those.
     */
    public Uni<List<Reservation>> lock(Tx tx, Collection<UUID> holders) {
        return holders.isEmpty()
                ? Uni.createFrom().item(List.of())
                : hold(tx, holders).chain(() -> tx.list(READ, ReservationStore::reservation, holders));
    }

    public Uni<Void> keep(Tx tx, List<Pick> picks, Instant expiresAt, Instant now) {
        return keep(KEEP, tx, picks, 1, expiresAt, now);
    }

    public Uni<Void> keepAgain(Tx tx, List<Pick> picks, int round, Instant expiresAt, Instant now) {
        return keep(KEEP_AGAIN, tx, picks, round, expiresAt, now);
    }

    public Uni<Void> release(Tx tx, Collection<UUID> holders) {
        return tx.execute(RELEASE, holders).replaceWithVoid();
    }

    /** Answers how many reservations no longer expire. */
    public Uni<Integer> confirm(Tx tx, UUID holder) {
        return tx.execute(CONFIRM, holder);
    }

    public Uni<Void> deduct(Tx tx, List<Pick> picks) {
        return change(DEDUCT, tx, picks);
    }

    public Uni<Void> withdraw(Tx tx, List<Pick> picks) {
        return change(WITHDRAW, tx, picks);
    }

    public Uni<Void> giveBack(Tx tx, List<Pick> picks) {
        return change(RETURN, tx, picks);
    }

    private static Uni<Void> keep(String sql, Tx tx, List<Pick> picks, int round, Instant expiresAt, Instant now) {
        return picks.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                sql,
                                round,
                                expiresAt,
                                now,
                                picks.stream().map(Pick::holder).toList(),
                                picks.stream().map(Pick::sku).toList(),
                                picks.stream().map(Pick::pool).toList(),
                                picks.stream().map(Pick::units).toList())
                        .replaceWithVoid();
    }

    private static Uni<Void> change(String sql, Tx tx, List<Pick> picks) {
        return tx.execute(
                        sql,
                        picks.stream().map(Pick::holder).toList(),
                        picks.stream().map(Pick::sku).toList(),
                        picks.stream().map(Pick::pool).toList(),
                        picks.stream().map(Pick::units).toList())
                .replaceWithVoid();
    }

    private static Reservation reservation(Row row) {
        return new Reservation(
                row.getUUID("holder"),
                new SkuId(row.getUUID("sku")),
                row.getUUID("pool"),
                row.getInteger("rank"),
                Optional.ofNullable(row.getUUID("activity")),
                Columns.constant(row, "state", Reservation.State.class),
                row.getInteger("round"),
                row.getInteger("quantity"),
                row.getInteger("deducted"),
                row.getInteger("returned"));
    }
}
