package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Settlements.Company;
import cn.siyu.distribution.Settlements.Way;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.Settlement;
import cn.siyu.distribution.domain.Team;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How teams are and were settled: what was in force is appended and never changed. */
@Singleton
public class SettlementStore {

    private static final String ADD = """
            insert into distribution_team_settlement (
                   team, valid_from, settlement, company, contract_file, contract_until, reason, actor_kind, actor_id, actor_name)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""";

    private static final String SET = """
            update distribution_team set settlement = $2, company = $3, version = version + 1 where id = $1""";

    private static final String HISTORY = """
            select s.valid_from, s.settlement, s.company, c.name as company_name, s.contract_file, s.contract_until, s.reason,
                   s.actor_name
              from distribution_team_settlement s
              left join distribution_company c on c.id = s.company
             where s.team = $1
             order by s.valid_from desc
             limit 100""";

    /** The team of that instant and what held for it then; a contract that is over pays nobody but the members themselves. */
    private static final String AT = """
            select d.id, d.member_id, d.engagement, place.team, now.role as role_now, s.company
              from distribution_distributor d
              left join lateral (select m.team
                                   from distribution_team_membership m
                                  where m.distributor = d.id and m.joined_at <= $2 and (m.left_at is null or m.left_at > $2)
                                  order by m.joined_at desc
                                  limit 1) place on true
              left join distribution_team_membership now on now.distributor = d.id and now.left_at is null
              left join lateral (select t.company
                                   from (select h.company, h.contract_until
                                           from distribution_team_settlement h
                                          where h.team = place.team and h.valid_from <= $2
                                          order by h.valid_from desc
                                          limit 1) t
                                  where t.contract_until > $2) s on true
             where d.id = any($1::uuid[])
             order by d.id""";

    /** Members whose agreement is not the one in force. */
    private static final String BEHIND = """
            select count(*) as behind
              from distribution_team_membership m
              join distribution_distributor d on d.id = m.distributor
             where m.team = $1 and m.left_at is null and d.agreement_version <> $2""";

    /** What held for a team from an instant on. */
    public record Since(
            Instant from,
            Team.Settlement settlement,
            Optional<UUID> company,
            Optional<String> companyName,
            Optional<String> contractFile,
            Optional<Instant> contractUntil,
            String reason,
            String by) {}

    public Uni<Void> add(Tx tx, UUID team, Settlement settlement, Instant from, String reason, Actor actor) {
        var contract = settlement.contract();
        return tx.execute(
                        ADD,
                        team,
                        from,
                        settlement.kind(),
                        contract.map(Settlement.Contract::company).orElse(null),
                        contract.map(Settlement.Contract::file).orElse(null),
                        contract.map(Settlement.Contract::until).orElse(null),
                        reason,
                        actor.kind(),
                        actor.id(),
                        actor.name())
                .chain(() -> tx.execute(
                        SET,
                        team,
                        settlement.kind(),
                        contract.map(Settlement.Contract::company).orElse(null)))
                .replaceWithVoid();
    }

    public Uni<List<Since>> history(Sql sql, UUID team) {
        return sql.list(HISTORY, SettlementStore::since, team);
    }

    public Uni<List<Way>> at(Sql sql, Collection<DistributorId> distributors, Instant at) {
        return sql.list(AT, SettlementStore::way, distributors, at);
    }

    public Uni<Long> behind(Sql sql, UUID team, String agreementVersion) {
        return sql.one(BEHIND, row -> row.getLong("behind"), team, agreementVersion);
    }

    private static Way way(Row row) {
        return new Way(
                new DistributorId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                Columns.constant(row, "engagement", Engagement.class)
                        .type(Optional.ofNullable(row.getString("role_now")).map(Team.Role::valueOf)),
                Optional.ofNullable(row.getUUID("team")),
                Optional.ofNullable(row.getUUID("company")));
    }

    private static Since since(Row row) {
        return new Since(
                Columns.instant(row, "valid_from"),
                Columns.constant(row, "settlement", Team.Settlement.class),
                Optional.ofNullable(row.getUUID("company")),
                Optional.ofNullable(row.getString("company_name")),
                Optional.ofNullable(row.getString("contract_file")),
                Columns.optionalInstant(row, "contract_until"),
                row.getString("reason"),
                row.getString("actor_name"));
    }

    static Company company(Row row) {
        return new Company(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("credit_code"),
                row.getString("account_name"),
                row.getString("bank_name"),
                row.getString("account_tail"));
    }
}
