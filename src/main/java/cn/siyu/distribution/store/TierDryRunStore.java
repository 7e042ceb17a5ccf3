package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierPeriod;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What rules would do, kept for whoever asked. */
@Singleton
public class TierDryRunStore {

    private static final String INSERT = """
            insert into distribution_tier_dry_run (id, book, period_from, as_of, asked_at, actor_name)
            values ($1, $2::text::jsonb, $3, $4, $5, $6)""";

    private static final String FIND = """
            select r.id, r.book::text as book, r.period_from, r.as_of, r.asked_at, r.actor_name, r.evaluated, r.done_at, m.raised,
                   m.lowered, m.warned
              from distribution_tier_dry_run r
              join lateral (select count(*) filter (where outcome = 'RAISED') as raised,
                                   count(*) filter (where outcome = 'LOWERED') as lowered,
                                   count(*) filter (where outcome = 'WARNED') as warned
                              from distribution_tier_dry_move
                             where dry_run = r.id) m on true
             where r.id = $1""";

    /** A batch that is done again says the same again. */
    private static final String ADD = """
            insert into distribution_tier_dry_move (dry_run, distributor, outcome, tier_before, tier_after, reason)
            select $1::uuid, n.*
              from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[])
                   as n (distributor, outcome, tier_before, tier_after, reason)
            on conflict on constraint distribution_tier_dry_move_pk
               do update set outcome = excluded.outcome, tier_before = excluded.tier_before,
                             tier_after = excluded.tier_after, reason = excluded.reason""";

    private static final String COUNTED = "update distribution_tier_dry_run set evaluated = $2 where id = $1";
    private static final String DONE = "update distribution_tier_dry_run set done_at = $2 where id = $1";

    /** The book is the dry run's own: its names are those that were asked for. */
    private static final String PAGE = """
            select m.distributor, d.shown_name, m.outcome, m.tier_before, m.tier_after, m.reason
              from distribution_tier_dry_move m
              join distribution_distributor d on d.id = m.distributor
             where m.dry_run = $1 and ($2::text is null or m.outcome = $2)
             order by m.distributor
             limit $3 offset $4""";

    private static final String COUNT = """
            select count(*) as total
              from distribution_tier_dry_move
             where dry_run = $1 and ($2::text is null or outcome = $2)""";

    private static final String FORGET = "delete from distribution_tier_dry_run where asked_at < $1";

    private final TierJson json;

    @Inject
    TierDryRunStore(TierJson json) {
        this.json = json;
    }

    /** What is asked: these rules, at the end of a period whose last day is {@code asOf}. */
    public record Question(TierBook book, TierPeriod period) {}

    /** A dry run as far as it has come. */
    public record DryRun(
            UUID id,
            Question question,
            Instant askedAt,
            String askedBy,
            long evaluated,
            Optional<Instant> doneAt,
            long raised,
            long lowered,
            long warned) {}

    /** Somebody who would move, or be warned. */
    public record Move(
            DistributorId distributor, String shownName, Outcome outcome, UUID before, UUID after, String reason) {}

    public Uni<Void> insert(Tx tx, UUID id, Question question, Instant now, String by) {
        return tx.execute(
                        INSERT,
                        id,
                        json.write(question.book()),
                        question.period().first(),
                        question.period().last(),
                        now,
                        by)
                .replaceWithVoid();
    }

    /** Null when there is none. */
    public Uni<DryRun> find(Sql sql, UUID id) {
        return sql.one(FIND, this::dryRun, id);
    }

    /** @param evaluated how many were looked at by now */
    public Uni<Void> add(Tx tx, UUID id, List<Move> moves, long evaluated) {
        return tx.execute(
                        ADD,
                        id,
                        moves.stream().map(Move::distributor).toList(),
                        moves.stream().map(Move::outcome).toList(),
                        moves.stream().map(Move::before).toList(),
                        moves.stream().map(Move::after).toList(),
                        moves.stream().map(Move::reason).toList())
                .chain(() -> tx.execute(COUNTED, id, evaluated))
                .replaceWithVoid();
    }

    public Uni<Void> done(Tx tx, UUID id, Instant now) {
        return tx.execute(DONE, id, now).replaceWithVoid();
    }

    public Uni<List<Move>> moves(Sql sql, UUID id, @Nullable Outcome outcome, int page, int size) {
        return sql.list(PAGE, TierDryRunStore::move, id, outcome, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, UUID id, @Nullable Outcome outcome) {
        return sql.one(COUNT, row -> row.getLong("total"), id, outcome);
    }

    /** Those that were asked for before. */
    public Uni<Void> forget(Tx tx, Instant before) {
        return tx.execute(FORGET, before).replaceWithVoid();
    }

    private DryRun dryRun(Row row) {
        LocalDate asOf = row.getLocalDate("as_of");
        return new DryRun(
                row.getUUID("id"),
                new Question(
                        json.read(row.getString("book"), TierBook.class),
                        new TierPeriod(asOf.toString(), row.getLocalDate("period_from"), asOf)),
                Columns.instant(row, "asked_at"),
                row.getString("actor_name"),
                row.getLong("evaluated"),
                Columns.optionalInstant(row, "done_at"),
                row.getLong("raised"),
                row.getLong("lowered"),
                row.getLong("warned"));
    }

    private static Move move(Row row) {
        return new Move(
                new DistributorId(row.getUUID("distributor")),
                row.getString("shown_name"),
                Columns.constant(row, "outcome", Outcome.class),
                row.getUUID("tier_before"),
                row.getUUID("tier_after"),
                row.getString("reason"));
    }
}
