package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.Team;
import cn.siyu.distribution.domain.Team.Role;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Teams and who is in them: a membership is closed, never removed. */
@Singleton
public class TeamStore {

    private static final String TEAMS = """
            select t.id, t.name, t.settlement, t.company, k.name as company_name, t.created_at, c.distributor as captain, d.shown_name as captain_name,
                   (select count(*) from distribution_team_membership m where m.team = t.id and m.left_at is null) as size
              from distribution_team t
              left join distribution_team_membership c on c.team = t.id and c.role = 'CAPTAIN' and c.left_at is null
              left join distribution_distributor d on d.id = c.distributor
              left join distribution_company k on k.id = t.company
            """;

    private static final String BY_ID = TEAMS + "where t.id = $1";
    private static final String PAGE = TEAMS + "order by t.created_at desc, t.id desc limit $1 offset $2";
    private static final String COUNT = "select count(*) as total from distribution_team";

    private static final String LOCK = "select id from distribution_team where id = $1 for no key update";

    private static final String MEMBERS = """
            select m.distributor, m.role, m.joined_at, d.shown_name, d.state
              from distribution_team_membership m
              join distribution_distributor d on d.id = m.distributor
             where m.team = $1 and m.left_at is null
             order by m.role, m.joined_at, m.id
             limit 500""";

    private static final String MEMBERSHIP = """
            select team, role from distribution_team_membership where distributor = $1 and left_at is null""";

    /** The captain's living row as a distributor, and all who are in the team that he leads. */
    private static final String LED_BY = """
            select m.distributor
              from distribution_distributor d
              join distribution_team_membership c on c.distributor = d.id and c.role = 'CAPTAIN' and c.left_at is null
              join distribution_team_membership m on m.team = c.team and m.left_at is null
             where d.member_id = $1 and d.state in ('ACTIVE', 'SUSPENDED', 'QUITTING')
             order by m.distributor
             limit 500""";

    private static final String INSERT =
            "insert into distribution_team (id, name, settlement, created_at) values ($1, $2, 'PERSONAL', $3)";

    private static final String JOIN = """
            insert into distribution_team_membership (id, team, distributor, role, joined_at, reason)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String LEAVE = """
            update distribution_team_membership
               set left_at = greatest(joined_at, $2), left_reason = $3
             where distributor = $1 and left_at is null""";

    /** A team as lists show it. */
    public record Sheet(
            UUID id,
            String name,
            Team.Settlement settlement,
            Optional<UUID> company,
            Optional<String> companyName,
            Instant createdAt,
            Optional<DistributorId> captain,
            Optional<String> captainName,
            long size) {}

    /** Somebody in a team. */
    public record Mate(DistributorId distributor, Role role, String shownName, String state, Instant joinedAt) {}

    /** Where a distributor is. */
    public record Place(UUID team, Role role) {}

    public Uni<Sheet> find(Sql sql, UUID id) {
        return sql.one(BY_ID, TeamStore::sheet, id);
    }

    public Uni<List<Sheet>> page(Sql sql, int page, int size) {
        return sql.list(PAGE, TeamStore::sheet, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    /** Null when there is none. */
    public Uni<UUID> lock(Tx tx, UUID id) {
        return tx.one(LOCK, row -> row.getUUID("id"), id);
    }

    public Uni<List<Mate>> mates(Sql sql, UUID team) {
        return sql.list(
                MEMBERS,
                row -> new Mate(
                        new DistributorId(row.getUUID("distributor")),
                        Columns.constant(row, "role", Role.class),
                        row.getString("shown_name"),
                        row.getString("state"),
                        Columns.instant(row, "joined_at")),
                team);
    }

    public Uni<List<DistributorId>> ledBy(Sql sql, MemberId captain) {
        return sql.list(LED_BY, row -> new DistributorId(row.getUUID("distributor")), captain);
    }

    public Uni<Optional<Place>> placeOf(Sql sql, DistributorId distributor) {
        return sql.one(
                        MEMBERSHIP,
                        row -> new Place(row.getUUID("team"), Columns.constant(row, "role", Role.class)),
                        distributor)
                .map(Optional::ofNullable);
    }

    public Uni<Void> insert(Tx tx, UUID id, String name, Instant now) {
        return tx.execute(INSERT, id, name, now)
                .onFailure(failure -> Violations.isOf(failure, "distribution_team_name_uk"))
                .transform(_ -> new Refused(DistributionProblem.TEAM_EXISTS))
                .replaceWithVoid();
    }

    public Uni<Void> join(
            Tx tx, UUID membership, UUID team, DistributorId distributor, Role role, Instant now, String reason) {
        return tx.execute(JOIN, membership, team, distributor, role, now, reason)
                .onFailure(failure -> Violations.isOf(failure, "distribution_team_membership_one_uk"))
                .transform(_ -> new Refused(DistributionProblem.TEAM_TAKEN))
                .replaceWithVoid();
    }

    /** False when he was in none. */
    public Uni<Boolean> leave(Tx tx, DistributorId distributor, Instant now, String reason) {
        return tx.execute(LEAVE, distributor, now, reason).map(rows -> rows == 1);
    }

    private static Sheet sheet(Row row) {
        return new Sheet(
                row.getUUID("id"),
                row.getString("name"),
                Columns.constant(row, "settlement", Team.Settlement.class),
                Optional.ofNullable(row.getUUID("company")),
                Optional.ofNullable(row.getString("company_name")),
                Columns.instant(row, "created_at"),
                Optional.ofNullable(row.getUUID("captain")).map(DistributorId::new),
                Optional.ofNullable(row.getString("captain_name")),
                row.getLong("size"));
    }
}
