package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Customer bindings that pass from one distributor to another, many in one statement. */
@Singleton
public class SuccessionStore {

    private static final String PASSABLE = """
             from distribution_customer_binding b
            where b.distributor = $1 and (b.bound_to is null or b.bound_to > $3)
              and b.member_id is distinct from (select member_id from distribution_distributor where id = $2)
              and not exists (
                  select from distribution_distributor d
                   where d.member_id = b.member_id and d.state in ('ACTIVE', 'SUSPENDED', 'QUITTING'))
            """;

    private static final String COUNT = "select count(*) as n" + PASSABLE;

    private static final String PASS = """
            with held as (
                select b.id, b.member_id, b.bound_to, b.protected_until, b.policy_version, b.token
            """ + PASSABLE + """
                 order by b.id
                 limit $4
                   for update of b
            ), mine as (
                select held.*, row_number() over (order by id) as place from held
            ), closed as (
                update distribution_customer_binding b
                   set bound_to = greatest($3, b.bound_from), closed_at = greatest($3, b.bound_from), closed_reason = 'HANDOVER'
                  from mine
                 where b.id = mine.id
             returning mine.*, b.bound_to as since
            )
            insert into distribution_customer_binding (
                   id, member_id, distributor, bound_from, bound_to, protected_until, reason, note, policy_version, token,
                   taken_from, actor_kind, actor_id, actor_name)
            select ($5::uuid[])[place], member_id, $2, since, bound_to, protected_until, 'HANDOVER', $6, policy_version, token,
                   $1, $7, $8, $9
              from closed
         returning id, member_id, bound_to""";

    /** A binding that began anew. */
    public record Passed(UUID id, UUID member, Optional<Instant> until) {}

    public Uni<Long> count(Sql sql, DistributorId from, DistributorId to, Instant at) {
        return sql.one(COUNT, row -> row.getLong("n"), from, to, at);
    }

    public Uni<List<Passed>> pass(
            Tx tx, DistributorId from, DistributorId to, Instant at, Actor actor, String note, int most) {
        return tx.list(
                PASS,
                row -> new Passed(
                        row.getUUID("id"), row.getUUID("member_id"), Columns.optionalInstant(row, "bound_to")),
                from,
                to,
                at,
                most,
                IntStream.range(0, most).mapToObj(_ -> Ids.next()).toList(),
                note,
                actor.kind(),
                actor.id(),
                actor.name());
    }
}
