package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tiers that staff hold people at: at most one open pin for each. */
@Singleton
public class TierPinStore {

    private static final String IN_FORCE = """
            select p.id, p.tier, t.name, p.pinned_from, p.pinned_until, p.reason, p.actor_name
              from distribution_tier_pin p
              join distribution_tier t on t.id = p.tier
             where p.distributor = $1 and p.ended_at is null and p.pinned_until > $2""";

    private static final String INSERT = """
            insert into distribution_tier_pin (
                   id, distributor, tier, pinned_from, pinned_until, reason, actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String END = """
            update distribution_tier_pin
               set ended_at = least($2, pinned_until), ended_reason = $3, ended_by = $4
             where distributor = any($1::uuid[]) and ended_at is null""";

    private static final String RUN_OUT = """
            select distributor
              from distribution_tier_pin
             where ended_at is null and pinned_until <= $1
             order by pinned_until
             limit $2""";

    /** A pin. */
    public record Pin(UUID id, UUID tier, String tierName, Instant from, Instant until, String reason, String by) {}

    public Uni<Optional<Pin>> inForce(Sql sql, DistributorId distributor, Instant now) {
        return sql.one(IN_FORCE, TierPinStore::pin, distributor, now).map(Optional::ofNullable);
    }

    public Uni<Void> insert(Tx tx, DistributorId distributor, Pin pin, Actor actor) {
        return tx.execute(
                        INSERT,
                        pin.id(),
                        distributor,
                        pin.tier(),
                        pin.from(),
                        pin.until(),
                        pin.reason(),
                        actor.kind(),
                        actor.id(),
                        actor.name())
                .replaceWithVoid();
    }

    /** Of people whom this transaction holds; one that has run out ended when it did. */
    public Uni<Integer> end(Tx tx, List<DistributorId> distributors, Instant now, String reason, String by) {
        return tx.execute(END, distributors, now, reason, by);
    }

    /** Whose pins are over and were not ended. */
    public Uni<List<DistributorId>> runOut(Sql sql, Instant now, int limit) {
        return sql.list(RUN_OUT, row -> new DistributorId(row.getUUID("distributor")), now, limit);
    }

    private static Pin pin(Row row) {
        return new Pin(
                row.getUUID("id"),
                row.getUUID("tier"),
                row.getString("name"),
                Columns.instant(row, "pinned_from"),
                Columns.instant(row, "pinned_until"),
                row.getString("reason"),
                row.getString("actor_name"));
    }
}
