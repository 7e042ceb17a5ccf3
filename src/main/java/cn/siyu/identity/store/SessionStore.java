package cn.siyu.identity.store;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Subject;
import cn.siyu.identity.domain.RefreshToken;
import cn.siyu.identity.domain.Session;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sessions and the hashes of their refresh tokens. */
@Singleton
public class SessionStore {

    private static final String OPEN = """
        insert into identity_session (id, audience, subject, name, roles, opened_at, refreshed_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $6, $7)\
        """;

    private static final String ISSUE = """
        insert into identity_refresh_token (hash, session_id, issued_at, expires_at) values ($1, $2, $3, $4)\
        """;

    // The session is locked as well: two uses of one token come one after the other, and the second sees it spent.
    private static final String LOCK = """
        select s.id, s.audience, s.subject, s.name, s.roles, s.ended_at is not null as ended, t.expires_at,
               t.spent_at is not null as spent
          from identity_refresh_token t
          join identity_session s on s.id = t.session_id
         where t.hash = $1
           for update\
        """;

    private static final String SPEND = "update identity_refresh_token set spent_at = $2 where hash = $1";

    private static final String PROLONG =
            "update identity_session set refreshed_at = $2, expires_at = $3 where id = $1";

    private static final String END = """
        update identity_session set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null\
        """;

    private static final String END_ALL = """
        update identity_session set ended_at = $3, end_reason = $4
         where audience = $1 and subject = $2 and ended_at is null
        returning id\
        """;

    private static final String IS_OPEN = """
        select id from identity_session where id = any($1::uuid[]) and ended_at is null and expires_at > $2\
        """;

    private static final String PURGE = """
        delete from identity_session
         where id in (select id from identity_session where expires_at < $1 limit 1000 for update skip locked)\
        """;

    public Uni<Void> open(Tx tx, UUID id, Subject subject, Instant now, Instant expiresAt) {
        return tx.execute(OPEN, id, subject.audience(), subject.id(), subject.name(), subject.roles(), now, expiresAt)
                .replaceWithVoid();
    }

    public Uni<Void> issue(Tx tx, String hash, UUID session, Instant now, Instant expiresAt) {
        return tx.execute(ISSUE, hash, session, now, expiresAt).replaceWithVoid();
    }

    /** The token with its session, both held; null when it was never issued. */
    public Uni<RefreshToken> lock(Tx tx, String hash) {
        return tx.one(LOCK, row -> refreshToken(hash, row), hash);
    }

    public Uni<Void> spend(Tx tx, String hash, Instant now) {
        return tx.execute(SPEND, hash, now).replaceWithVoid();
    }

    public Uni<Void> prolong(Tx tx, UUID session, Instant now, Instant expiresAt) {
        return tx.execute(PROLONG, session, now, expiresAt).replaceWithVoid();
    }

    public Uni<Void> end(Tx tx, UUID session, Instant now, String reason) {
        return tx.execute(END, session, now, reason).replaceWithVoid();
    }

    /** Ends what is open and answers which sessions those were. */
    public Uni<List<UUID>> endAll(Tx tx, Audience audience, UUID subject, Instant now, String reason) {
        return tx.list(END_ALL, row -> row.getUUID("id"), audience, subject, now, reason);
    }

    /** Those of these sessions that are open. */
    public Uni<List<UUID>> open(Sql sql, Collection<UUID> sessions, Instant now) {
        return sql.list(IS_OPEN, row -> row.getUUID("id"), sessions, now);
    }

    public Uni<Integer> purge(Sql sql, Instant before) {
        return sql.execute(PURGE, before);
    }

    private static RefreshToken refreshToken(String hash, Row row) {
        var session = new Session(
                row.getUUID("id"),
                new Subject(
                        Columns.constant(row, "audience", Audience.class),
                        row.getUUID("subject"),
                        row.getString("name"),
                        Set.of(row.getArrayOfStrings("roles"))),
                row.getBoolean("ended"));
        return new RefreshToken(hash, session, Columns.instant(row, "expires_at"), row.getBoolean("spent"));
    }
}
