package cn.siyu.payment.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Authorizations.State;
import cn.siyu.payment.domain.Authorization;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of authorizations. */
@Singleton
public class AuthorizationStore {

    private static final String SELECT = """
            select id, out_no, member_id, openid_index, state, authorization_id, package_info, close_reason, tries,
                   coalesce(ended_at, effective_at, asked_at) as since
              from payment_authorization
            """;

    private static final String NEWEST = SELECT + "where member_id = $1 order by asked_at desc, id desc limit 1";

    private static final String LOCK = SELECT + "where out_no = $1 for update";

    private static final String ACTIVE = SELECT + "where openid_index = $1 and state = 'ACTIVE' limit 1";

    private static final String INSERT = """
            insert into payment_authorization (id, out_no, member_id, openid_index, state, asked_at, next_query_at)
            values ($1, $2, $3, $4, 'ASKED', $5, $6)
            on conflict do nothing""";

    private static final String SAVE = """
            update payment_authorization
               set state = $2, authorization_id = $3, package_info = $4, close_reason = $5, next_query_at = $6,
                   effective_at = case when $2 = 'ACTIVE' then coalesce(effective_at, $7) else effective_at end,
                   ended_at = case when $2 = 'CLOSED' then coalesce(ended_at, $7) end
             where id = $1""";

    private static final String CLAIM = """
            update payment_authorization
               set next_query_at = $2, tries = tries + 1
             where id in (select id
                            from payment_authorization
                           where next_query_at <= $1
                           order by next_query_at
                           limit $3
                             for update skip locked)
            returning out_no""";

    private static final String DUE_NOW = """
            update payment_authorization set next_query_at = $2 where out_no = $1 and ended_at is null""";

    /** Null when the member never was asked. */
    public Uni<Authorization> newest(Sql sql, UUID member) {
        return sql.one(NEWEST, AuthorizationStore::authorization, member);
    }

    /** Null when nobody has asked under this number. */
    public Uni<Authorization> lock(Tx tx, String outNo) {
        return tx.one(LOCK, AuthorizationStore::authorization, outNo);
    }

    /** Null when transfers to this openid are to be confirmed. */
    public Uni<Authorization> active(Sql sql, String openidIndex) {
        return sql.one(ACTIVE, AuthorizationStore::authorization, openidIndex);
    }

    /** One for each member: a second one is passed over. */
    public Uni<Void> insert(Tx tx, UUID id, String outNo, UUID member, String openidIndex, Instant now, Instant next) {
        return tx.execute(INSERT, id, outNo, member, openidIndex, now, next).replaceWithVoid();
    }

    public Uni<Authorization> save(Tx tx, Authorization next, Instant now) {
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.state(),
                        next.authorizationId().orElse(null),
                        next.packageInfo().orElse(null),
                        next.closeReason().orElse(null),
                        next.nextQuery(now).orElse(null),
                        now)
                .replaceWith(next);
    }

    /** Numbers that WeChat is to be asked about. */
    public Uni<List<String>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, row -> row.getString("out_no"), now, leaseUntil, (long) limit);
    }

    /** Answers whether it is one of ours that lives. */
    public Uni<Boolean> dueNow(Tx tx, String outNo, Instant now) {
        return tx.execute(DUE_NOW, outNo, now).map(rows -> rows == 1);
    }

    private static Authorization authorization(Row row) {
        return new Authorization(
                row.getUUID("id"),
                row.getString("out_no"),
                row.getUUID("member_id"),
                row.getString("openid_index"),
                Columns.constant(row, "state", State.class),
                Optional.ofNullable(row.getString("authorization_id")),
                Optional.ofNullable(row.getString("package_info")),
                Optional.ofNullable(row.getString("close_reason")),
                Columns.instant(row, "since"),
                row.getInteger("tries"));
    }
}
