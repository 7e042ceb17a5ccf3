package cn.siyu.koc.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.SellerEstates.Estate;
import cn.siyu.koc.SellerEstates.PassedCommunity;
import cn.siyu.koc.SellerEstates.SellerCard;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Term;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What a seller has in hand, passed on batch by batch: one statement closes what was his and opens it as the successor's. */
@Singleton
public class EstateStore {

    private static final String SELLER = """
            select id, name, state = 'ACTIVE' as active, distributor_id, member_id, wecom_userid from koc_seller where id = $1""";

    private static final String ESTATE = """
            select (select count(*) from koc_customer where seller_id = $1 and valid_to is null) as customers,
                   (select count(*) from koc_community_owner where seller_id = $1 and valid_to is null) as communities,
                   (select count(*) from koc_binding
                     where seller_id = $1 and state in ('ACTIVE', 'PAUSED') and valid_to > $2) as bindings,
                   (select count(*) from koc_binding where seller_id = $1 and state = 'INVITED') as invitations,
                   (select count(*)
                      from koc_task_part p
                      join koc_community_owner o on o.community_id = p.community_id
                     where o.seller_id = $1 and o.valid_to is null and p.state in ('OPEN', 'SUBMITTED')) as tasks""";

    private static final String NAME = "update koc_seller set wecom_userid = $2 where id = $1";

    /** Held until the transaction ends: owner, members and bindings of one community change one after the other. */
    private static final String LOCK = """
            select c.id, c.chat_id
              from koc_community c
             where c.id in (select o.community_id
                              from koc_community_owner o
                             where o.seller_id = $1 and o.valid_to is null)
             order by c.id
             limit $2
               for no key update""";

    private static final String PASS_OWNERSHIP = """
            with closed as (
                update koc_community_owner
                   set valid_to = greatest($4, valid_from)
                 where seller_id = $1 and valid_to is null and community_id = any($3::uuid[])
             returning community_id, valid_to
            ), noted as (
                update koc_community c set version = version + 1 from closed where c.id = closed.community_id
            )
            insert into koc_community_owner (id, community_id, seller_id, valid_from, reason)
            select n.id, closed.community_id, $2, closed.valid_to, $5
              from unnest($3::uuid[], $6::uuid[]) as n (community_id, id)
              join closed on closed.community_id = n.community_id""";

    private static final String PASS_BINDINGS = """
            with closed as (
                update koc_binding b
                   set state = 'ENDED', valid_to = c.until, ended_at = $4, end_cause = 'OWNER_CHANGED', version = b.version + 1
                  from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as c (id, version, until)
                 where b.id = c.id and b.version = c.version and b.state in ('ACTIVE', 'PAUSED')
             returning b.id, b.koc_id, b.community_id, b.invited_at, b.answer_by, b.agreement_version, b.split_version
            ), opened as (
                insert into koc_binding (id, seller_id, koc_id, community_id, state, invited_at, answer_by, valid_from, valid_to,
                                         agreement_version, split_version)
                select n.id, $5, closed.koc_id, closed.community_id, n.state, closed.invited_at, closed.answer_by, n.since,
                       n.until, closed.agreement_version, closed.split_version
                  from unnest($6::uuid[], $7::uuid[], $8::text[], $9::timestamptz[], $10::timestamptz[])
                       as n (id, before, state, since, until)
                  join closed on closed.id = n.before
             returning id
            )
            select (select count(*) from closed) as closed, (select count(*) from opened) as opened""";

    /** What is open goes along with the community; what the leaver has set there himself is the successor's from now on. */
    private static final String PASS_TASKS = """
            with open as (
                select id, task_id
                  from koc_task_part
                 where community_id = any($3::uuid[]) and state in ('OPEN', 'SUBMITTED')
            ), passed as (
                update koc_task t
                   set seller_id = $2
                 where t.seller_id = $1 and t.id in (select task_id from open)
            )
            select count(*) as n from open""";

    private static final String END_INVITATIONS = """
            update koc_binding
               set state = 'ENDED', ended_at = $2, end_cause = 'OWNER_CHANGED', version = version + 1
             where id = any($1::uuid[]) and state = 'INVITED'""";

    private static final String PAUSE = """
            insert into koc_binding_pause (id, binding_id, paused_at)
            select n.id, n.binding_id, $3 from unnest($1::uuid[], $2::uuid[]) as n (id, binding_id)""";

    /** A binding that ends, and the one that begins in its place. */
    public record Exchange(KocBinding ended, Optional<KocBinding> begun) {}

    public Uni<SellerCard> seller(Sql sql, UUID id) {
        return sql.one(SELLER, EstateStore::card, id);
    }

    public Uni<Estate> estate(Sql sql, UUID seller, Instant now) {
        return sql.one(
                ESTATE,
                row -> new Estate(
                        row.getLong("customers"),
                        row.getLong("communities"),
                        row.getLong("bindings"),
                        row.getLong("invitations"),
                        row.getLong("tasks")),
                seller,
                now);
    }

    /** Refused when somebody else at work is that user of WeCom. */
    public Uni<Integer> name(Tx tx, UUID seller, String weComUser) {
        return tx.execute(NAME, seller, weComUser)
                .onFailure(failure -> Violations.isOf(failure, "koc_seller_wecom_uk"))
                .transform(_ -> new Refused(KocProblem.WECOM_USER_TAKEN));
    }

    /** So many that he owns, by their ids. */
    public Uni<List<PassedCommunity>> lockOwned(Tx tx, UUID seller, int most) {
        return tx.list(
                LOCK,
                row -> new PassedCommunity(new CommunityId(row.getUUID("id")), row.getString("chat_id")),
                seller,
                most);
    }

    public Uni<Integer> passOwnership(
            Tx tx, UUID from, UUID to, Collection<CommunityId> communities, Instant at, String reason) {
        return tx.execute(
                PASS_OWNERSHIP,
                from,
                to,
                communities,
                at,
                reason,
                communities.stream().map(_ -> Ids.next()).toList());
    }

    /** Answers how many are open there. */
    public Uni<Long> passTasks(Tx tx, UUID from, UUID to, Collection<CommunityId> communities) {
        return tx.one(PASS_TASKS, row -> row.getLong("n"), from, to, communities);
    }

    /** Refused when one of them has changed meanwhile. */
    public Uni<Void> passBindings(Tx tx, List<Exchange> exchanges, UUID to, Instant at) {
        var ended = exchanges.stream().map(Exchange::ended).toList();
        var anew = exchanges.stream().filter(each -> each.begun().isPresent()).toList();
        var begun = anew.stream().flatMap(each -> each.begun().stream()).toList();
        return tx.one(
                        PASS_BINDINGS,
                        row -> row.getLong("closed") == ended.size() && row.getLong("opened") == begun.size(),
                        ids(ended),
                        ended.stream().map(KocBinding::version).toList(),
                        times(ended, Term::until),
                        at,
                        to,
                        ids(begun),
                        anew.stream().map(each -> each.ended().id()).toList(),
                        begun.stream().map(each -> each.kind().name()).toList(),
                        times(begun, Term::from),
                        times(begun, Term::until))
                .invoke(all -> {
                    if (!all) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                })
                .replaceWithVoid();
    }

    public Uni<Integer> endInvitations(Tx tx, List<KocBinding> invitations, Instant at) {
        return tx.execute(END_INVITATIONS, ids(invitations), at);
    }

    public Uni<Integer> pause(Tx tx, List<KocBinding> paused, Instant at) {
        return tx.execute(PAUSE, paused.stream().map(_ -> Ids.next()).toList(), ids(paused), at);
    }

    private static List<UUID> ids(List<KocBinding> bindings) {
        return bindings.stream().map(KocBinding::id).toList();
    }

    private static List<Instant> times(List<KocBinding> bindings, Function<Term, Instant> which) {
        return bindings.stream()
                .map(each -> each.state().range().map(which).orElseThrow())
                .toList();
    }

    private static SellerCard card(Row row) {
        return new SellerCard(
                row.getUUID("id"),
                row.getString("name"),
                row.getBoolean("active"),
                Optional.ofNullable(row.getUUID("distributor_id")),
                Optional.ofNullable(row.getUUID("member_id")).map(MemberId::new),
                Optional.ofNullable(row.getString("wecom_userid")));
    }
}
