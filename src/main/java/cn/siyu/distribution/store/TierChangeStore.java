package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The way of distributors over the ladder: appended and never changed. */
@Singleton
public class TierChangeStore {

    private static final String INSERT = """
            insert into distribution_tier_change (
                   id, distributor, at, tier_before, tier_after, cause, reason, evaluation, actor_kind, actor_id, actor_name)
            select n.id, n.distributor, $1::timestamptz, n.tier_before, n.tier_after, n.cause, n.reason, nullif(n.evaluation, '')::uuid,
                   $9::text, $10::uuid, $11::text
              from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[])
                   as n (id, distributor, tier_before, tier_after, cause, reason, evaluation)""";

    private static final String PAGE = """
            select c.id, c.distributor, c.at, c.tier_before, b.name as name_before, c.tier_after, a.name as name_after, c.cause,
                   c.reason, c.evaluation, c.actor_name
              from distribution_tier_change c
              join distribution_tier b on b.id = c.tier_before
              join distribution_tier a on a.id = c.tier_after
             where c.distributor = $1 and ($2::timestamptz is null or (c.at, c.id) < ($2, $3))
             order by c.at desc, c.id desc
             limit $4""";

    /** What moved somebody. */
    @Schema(name = "TierChangeCause")
    public enum Cause {
        RAISED,
        LOWERED,
        PINNED
    }

    /** A step that is taken. */
    public record NewChange(
            UUID id,
            DistributorId distributor,
            UUID before,
            UUID after,
            Cause cause,
            String reason,
            Optional<UUID> evaluation) {}

    /** One that was taken. */
    public record Change(
            UUID id,
            Instant at,
            UUID before,
            String nameBefore,
            UUID after,
            String nameAfter,
            Cause cause,
            String reason,
            Optional<UUID> evaluation,
            String by) {

        public Cursor cursor() {
            return new Cursor(at, id);
        }
    }

    public Uni<Void> insert(Tx tx, List<NewChange> all, Actor actor, Instant now) {
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                INSERT,
                                now,
                                all.stream().map(NewChange::id).toList(),
                                all.stream().map(NewChange::distributor).toList(),
                                all.stream().map(NewChange::before).toList(),
                                all.stream().map(NewChange::after).toList(),
                                all.stream().map(NewChange::cause).toList(),
                                all.stream().map(NewChange::reason).toList(),
                                all.stream()
                                        .map(each -> each.evaluation()
                                                .map(UUID::toString)
                                                .orElse(""))
                                        .toList(),
                                actor.kind(),
                                actor.id(),
                                actor.name())
                        .replaceWithVoid();
    }

    /** The newest first. */
    public Uni<List<Change>> of(Sql sql, DistributorId distributor, Optional<Cursor> after, int limit) {
        return sql.list(
                PAGE,
                TierChangeStore::change,
                distributor,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Change change(Row row) {
        return new Change(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                row.getUUID("tier_before"),
                row.getString("name_before"),
                row.getUUID("tier_after"),
                row.getString("name_after"),
                Columns.constant(row, "cause", Cause.class),
                row.getString("reason"),
                Optional.ofNullable(row.getUUID("evaluation")),
                row.getString("actor_name"));
    }
}
