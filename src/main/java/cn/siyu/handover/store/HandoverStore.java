package cn.siyu.handover.store;

import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Handover.Kind;
import cn.siyu.handover.domain.Handover.Moved;
import cn.siyu.handover.domain.Handover.Party;
import cn.siyu.handover.domain.Handover.Phase;
import cn.siyu.handover.domain.Handover.State;
import cn.siyu.handover.domain.Handover.Users;
import cn.siyu.handover.domain.HandoverProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Handovers. Whoever works on one names its run with everything that he writes: a run that was overtaken writes nothing. */
@Singleton
public class HandoverStore {

    private static final String COLUMNS = """
            select h.id, h.from_seller, h.to_seller, h.from_name, h.to_name, h.kind, h.left_at, h.effective_at, h.grace_until,
                   h.from_user, h.to_user, h.reason, h.actor_name, h.state, h.phase, h.customers, h.communities, h.bindings,
                   h.ended_bindings, h.buyers, h.tokens, h.tasks, h.job_id, h.silences, h.last_fault, h.next_at, h.created_at,
                   h.ended_at, h.version
              from handover_handover h
            """;

    private static final String BY_ID = COLUMNS + "where h.id = $1";
    private static final String LOCK = BY_ID + " for update";

    private static final String MATCHING = """
            where ($1::text is null or h.state = $1) and ($2::uuid is null or h.from_seller = $2 or h.to_seller = $2)
            """;

    private static final String PAGE = COLUMNS + MATCHING + " order by h.created_at desc, h.id desc limit $3 offset $4";
    private static final String COUNT = "select count(*) as total from handover_handover h " + MATCHING;

    private static final String DUE = COLUMNS + """
            where (h.state = 'WAITING' and h.next_at <= $1) or (h.state = 'RUNNING' and h.touched_at <= $2)
            order by h.id
            limit $3
              for update skip locked""";

    private static final String INSERT = """
            insert into handover_handover (
                   id, from_seller, to_seller, from_name, to_name, kind, left_at, effective_at, grace_until, from_user, to_user,
                   reason, actor_kind, actor_id, actor_name, state, phase, touched_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'RUNNING', 'OWN', $16, $16)""";

    private static final String BEGIN = """
            update handover_handover
               set state = 'RUNNING', job_id = $2, next_at = null, ended_at = null, touched_at = $3, version = version + 1,
                   runs = runs + case when job_id is null then 0 else 1 end
             where id = $1""";

    /** One that brings him what he is to pass on, or takes from him to whom it comes what was his before: it is first. */
    private static final String FOLLOWS = """
            select exists (
                   select from handover_handover e
                    where e.phase = 'OWN' and e.state in ('RUNNING', 'WAITING')
                      and (e.effective_at, e.id) < (h.effective_at, h.id)
                      and (e.to_seller = h.from_seller or e.from_seller = h.to_seller)) as follows
              from handover_handover h
             where h.id = $1""";

    private static final String MOVED = """
            update handover_handover
               set customers = customers + $3, communities = communities + $4, bindings = bindings + $5,
                   ended_bindings = ended_bindings + $6, buyers = buyers + $7, tokens = tokens + $8, tasks = tasks + $9, touched_at = $10,
                   version = version + 1
             where id = $1 and job_id = $2 and state = 'RUNNING'""";

    private static final String GO_ON = """
            update handover_handover
               set phase = $3, touched_at = $4, version = version + 1
             where id = $1 and job_id = $2 and state = 'RUNNING'""";

    private static final String REST = """
            update handover_handover
               set state = case when $3::timestamptz is null then 'DONE' else 'WAITING' end, next_at = $3,
                   ended_at = case when $3::timestamptz is null then $4::timestamptz end, last_fault = $5,
                   silences = case when $5::text is null then 0 else silences + 1 end, touched_at = $4, version = version + 1
             where id = $1 and job_id = $2 and state = 'RUNNING'""";

    private static final String CLOSE = """
            update handover_handover
               set state = 'CLOSED', next_at = null, ended_at = $2, version = version + 1
             where id = $1""";

    /** A handover that begins. */
    public record NewHandover(
            UUID id,
            Party from,
            Party to,
            Kind kind,
            Optional<Instant> leftAt,
            Instant effectiveAt,
            Instant graceUntil,
            Optional<Users> users,
            String reason,
            Actor actor) {}

    /** Null when there is none. */
    public Uni<Handover> find(Sql sql, UUID id) {
        return sql.one(BY_ID, HandoverStore::handover, id);
    }

    public Uni<Handover> lock(Tx tx, UUID id) {
        return tx.one(LOCK, HandoverStore::handover, id);
    }

    public Uni<List<Handover>> page(Sql sql, @Nullable State state, @Nullable UUID seller, int page, int size) {
        return sql.list(PAGE, HandoverStore::handover, state, seller, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state, @Nullable UUID seller) {
        return sql.one(COUNT, row -> row.getLong("total"), state, seller);
    }

    /** Those that wait for this instant, and those whose run has not been heard of since {@code lost}. */
    public Uni<List<Handover>> due(Tx tx, Instant now, Instant lost, int most) {
        return tx.list(DUE, HandoverStore::handover, now, lost, most);
    }

    /** Refused when the leaver's last one is not at its end. */
    public Uni<Void> insert(Tx tx, NewHandover one, Instant now) {
        return open(tx.execute(
                INSERT,
                one.id(),
                one.from().seller(),
                one.to().seller(),
                one.from().name(),
                one.to().name(),
                one.kind(),
                one.leftAt().orElse(null),
                one.effectiveAt(),
                one.graceUntil(),
                one.users().map(Users::from).orElse(null),
                one.users().map(Users::to).orElse(null),
                one.reason(),
                one.actor().kind(),
                one.actor().id(),
                one.actor().name(),
                now));
    }

    /** That run works on it from now on, and no other. */
    public Uni<Void> begin(Tx tx, UUID id, UUID job, Instant now) {
        return open(tx.execute(BEGIN, id, job, now));
    }

    /** Whether one of an earlier instant that concerns one of the two has not moved yet what is the shop's own. */
    public Uni<Boolean> follows(Sql sql, UUID id) {
        return sql.one(FOLLOWS, row -> row.getBoolean("follows"), id);
    }

    public Uni<Void> moved(Tx tx, UUID id, UUID job, Moved more, Instant now) {
        return mine(tx.execute(
                MOVED,
                id,
                job,
                more.customers(),
                more.communities(),
                more.bindings(),
                more.endedBindings(),
                more.buyers(),
                more.tokens(),
                more.tasks(),
                now));
    }

    public Uni<Void> goOn(Tx tx, UUID id, UUID job, Phase phase, Instant now) {
        return mine(tx.execute(GO_ON, id, job, phase, now));
    }

    /** @param next when there is something to do again; absent: it is done */
    public Uni<Integer> rest(Tx tx, UUID id, UUID job, Optional<Instant> next, Optional<String> fault, Instant now) {
        return tx.execute(REST, id, job, next.orElse(null), now, fault.orElse(null));
    }

    public Uni<Integer> close(Tx tx, UUID id, Instant now) {
        return tx.execute(CLOSE, id, now);
    }

    private static Uni<Void> open(Uni<Integer> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "handover_handover_open_uk"))
                .transform(_ -> new Refused(HandoverProblem.HANDOVER_OPEN))
                .replaceWithVoid();
    }

    private static Uni<Void> mine(Uni<Integer> written) {
        return written.invoke(rows -> {
                    if (rows == 0) {
                        throw new Overtaken();
                    }
                })
                .replaceWithVoid();
    }

    private static Handover handover(Row row) {
        return new Handover(
                row.getUUID("id"),
                new Party(row.getUUID("from_seller"), row.getString("from_name")),
                new Party(row.getUUID("to_seller"), row.getString("to_name")),
                Columns.constant(row, "kind", Kind.class),
                Columns.optionalInstant(row, "left_at"),
                Columns.instant(row, "effective_at"),
                Columns.instant(row, "grace_until"),
                Optional.ofNullable(row.getString("from_user")).map(user -> new Users(user, row.getString("to_user"))),
                row.getString("reason"),
                row.getString("actor_name"),
                Columns.constant(row, "state", State.class),
                Columns.constant(row, "phase", Phase.class),
                new Moved(
                        row.getLong("customers"),
                        row.getLong("communities"),
                        row.getLong("bindings"),
                        row.getLong("ended_bindings"),
                        row.getLong("buyers"),
                        row.getLong("tokens"),
                        row.getLong("tasks")),
                Optional.ofNullable(row.getUUID("job_id")),
                row.getInteger("silences"),
                Optional.ofNullable(row.getString("last_fault")),
                Columns.optionalInstant(row, "next_at"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getLong("version"));
    }
}
