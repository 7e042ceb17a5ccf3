package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.Renewal.Activity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Why bindings went on, and which agreements their KOCs have accepted: appended, never changed. */
@Singleton
public class RenewalStore {

    /** Of KOC and community, not of the binding: a new owner's begins with what was done under the old one. */
    private static final String ACTIVITY = """
            select b.id,
                   (select count(*)
                      from koc_sale s
                     where s.koc_id = b.koc_id and s.community_id = b.community_id
                       and s.at > least($2::timestamptz, b.valid_to) - make_interval(secs => $3::int)
                       and s.gross_fen > coalesce((select sum(amount_fen) from koc_refund where order_id = s.order_id), 0)
                   )::int as orders,
                   (select count(*)
                      from koc_task_part p
                     where p.koc_id = b.koc_id and p.community_id = b.community_id and p.state = 'DONE'
                       and p.decided_at > least($2::timestamptz, b.valid_to) - make_interval(secs => $3::int)
                   )::int as posts
              from koc_binding b
             where b.id = any($1::uuid[])""";

    private static final String LOOKED = "update koc_binding set looked_at = $2 where id = any($1::uuid[])";

    private static final String NOTE = """
            insert into koc_binding_renewal (binding_id, renewed_at, until_before, until_after, orders, posts, rule)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String OF_BINDING = """
            select binding_id, renewed_at, until_before, until_after, orders, posts, rule
              from koc_binding_renewal
             where binding_id = $1
             order by renewed_at desc
             limit 100""";

    private static final String AGREE = """
            insert into koc_binding_agreement (binding_id, version, accepted_at) values ($1, $2, $3)
            on conflict on constraint koc_binding_agreement_pk do nothing""";

    private static final String AGREEMENTS = """
            select version, accepted_at from koc_binding_agreement where binding_id = $1 order by accepted_at desc limit 100""";

    /** One time that a binding went on, and by what. */
    public record Renewed(UUID binding, Instant at, Instant before, Instant after, Activity activity, String rule) {}

    /** An agreement that the KOC has accepted. */
    public record Agreed(String version, Instant at) {}

    /** What was done in each of them, in the time that is looked at. */
    public Uni<Map<UUID, Activity>> activity(Tx tx, Collection<UUID> bindings, Instant now, Duration window) {
        return tx.list(
                        ACTIVITY,
                        row -> Map.entry(
                                row.getUUID("id"), new Activity(row.getInteger("orders"), row.getInteger("posts"))),
                        bindings,
                        now,
                        Math.toIntExact(window.toSeconds()))
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    public Uni<Integer> looked(Tx tx, Collection<UUID> bindings, Instant now) {
        return tx.execute(LOOKED, bindings, now);
    }

    public Uni<Integer> note(Tx tx, Renewed renewed) {
        return tx.execute(
                NOTE,
                renewed.binding(),
                renewed.at(),
                renewed.before(),
                renewed.after(),
                renewed.activity().orders(),
                renewed.activity().posts(),
                renewed.rule());
    }

    /** The latest first. */
    public Uni<List<Renewed>> ofBinding(Sql sql, UUID binding) {
        return sql.list(
                OF_BINDING,
                row -> new Renewed(
                        row.getUUID("binding_id"),
                        Columns.instant(row, "renewed_at"),
                        Columns.instant(row, "until_before"),
                        Columns.instant(row, "until_after"),
                        new Activity(row.getInteger("orders"), row.getInteger("posts")),
                        row.getString("rule")),
                binding);
    }

    /** One that was accepted already changes nothing. */
    public Uni<Integer> agree(Tx tx, UUID binding, String version, Instant now) {
        return tx.execute(AGREE, binding, version, now);
    }

    /** The latest first. */
    public Uni<List<Agreed>> agreements(Sql sql, UUID binding) {
        return sql.list(
                AGREEMENTS, row -> new Agreed(row.getString("version"), Columns.instant(row, "accepted_at")), binding);
    }
}
