package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.kernel.problem.Refused;
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

/** Invitations into teams; an answered one is kept. */
@Singleton
public class InvitationStore {

    private static final String SHEET = """
            select v.id, v.team, t.name as team_name, v.distributor, d.shown_name, c.shown_name as invited_by, v.invited_at,
                   v.state, v.answered_at
              from distribution_team_invitation v
              join distribution_team t on t.id = v.team
              join distribution_distributor d on d.id = v.distributor
              join distribution_distributor c on c.id = v.invited_by
            """;

    private static final String OF_TEAM = SHEET + "where v.team = $1 order by v.invited_at desc, v.id desc limit 100";
    private static final String OF = SHEET + "where v.distributor = $1 order by v.invited_at desc, v.id desc limit 100";
    private static final String ONE = SHEET + "where v.id = $1";

    /** The scope is in the query: an invitation of somebody else is not there. */
    private static final String LOCK = """
            select team, state
              from distribution_team_invitation
             where id = $1 and distributor = $2
               for no key update""";

    private static final String INSERT = """
            insert into distribution_team_invitation (id, team, distributor, invited_by, invited_at, state)
            values ($1, $2, $3, $4, $5, 'OPEN')""";

    private static final String ANSWER =
            "update distribution_team_invitation set state = $2, answered_at = $3 where id = $1";

    private static final String WITHDRAW_ALL = """
            update distribution_team_invitation
               set state = 'WITHDRAWN', answered_at = $2
             where distributor = $1 and state = 'OPEN'""";

    /** What has become of an invitation. */
    public enum State {
        OPEN,
        ACCEPTED,
        DECLINED,
        /** He is in a team already, or is none any more. */
        WITHDRAWN
    }

    /** An invitation with names that others may see. */
    public record Sheet(
            UUID id,
            UUID team,
            String teamName,
            DistributorId distributor,
            String name,
            String invitedBy,
            Instant invitedAt,
            State state,
            Optional<Instant> answeredAt) {}

    /** What has to be known to answer one. */
    public record Asked(UUID team, State state) {}

    public Uni<List<Sheet>> ofTeam(Sql sql, UUID team) {
        return sql.list(OF_TEAM, InvitationStore::sheet, team);
    }

    public Uni<List<Sheet>> of(Sql sql, DistributorId distributor) {
        return sql.list(OF, InvitationStore::sheet, distributor);
    }

    public Uni<Sheet> one(Sql sql, UUID id) {
        return sql.one(ONE, InvitationStore::sheet, id);
    }

    /** Null when it is not his. */
    public Uni<Asked> lock(Tx tx, UUID id, DistributorId distributor) {
        return tx.one(
                LOCK,
                row -> new Asked(row.getUUID("team"), Columns.constant(row, "state", State.class)),
                id,
                distributor);
    }

    public Uni<Void> insert(Tx tx, UUID id, UUID team, DistributorId distributor, DistributorId by, Instant at) {
        return tx.execute(INSERT, id, team, distributor, by, at)
                .onFailure(failure -> Violations.isOf(failure, "distribution_team_invitation_open_uk"))
                .transform(_ -> new Refused(DistributionProblem.TEAM_INVITED))
                .replaceWithVoid();
    }

    public Uni<Void> answer(Tx tx, UUID id, State state, Instant at) {
        return tx.execute(ANSWER, id, state, at).replaceWithVoid();
    }

    /** The other teams' invitations, when he has joined one. */
    public Uni<Void> withdrawAll(Tx tx, DistributorId distributor, Instant at) {
        return tx.execute(WITHDRAW_ALL, distributor, at).replaceWithVoid();
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getUUID("id"),
                row.getUUID("team"),
                row.getString("team_name"),
                new DistributorId(row.getUUID("distributor")),
                row.getString("shown_name"),
                row.getString("invited_by"),
                Columns.instant(row, "invited_at"),
                Columns.constant(row, "state", State.class),
                Columns.optionalInstant(row, "answered_at"));
    }
}
