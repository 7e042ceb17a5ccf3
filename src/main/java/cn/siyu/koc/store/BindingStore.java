package cn.siyu.koc.store;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Ended;
import cn.siyu.koc.domain.BindingState.Kind;
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
import org.jspecify.annotations.Nullable;

/** KOC bindings and their pauses. */
@Singleton
public class BindingStore {

    private static final List<String> BOUND = List.of("koc_binding_one_seller_ex", "koc_binding_invited_uk");

    private static final String COLUMNS = """
            select b.id, b.seller_id, b.koc_id, b.community_id, b.state, b.invited_at, b.answer_by, b.valid_from, b.valid_to,
                   b.agreement_version, b.split_version, b.ended_at, b.end_cause, b.end_reason, b.version
              from koc_binding b
            """;

    private static final String BY_ID = COLUMNS + "where b.id = $1";

    /** Scope: the KOC who is asked. */
    private static final String OF_KOC =
            COLUMNS + "join koc_koc k on k.id = b.koc_id where b.id = $1 and k.member_id = $2";

    /** Scope: the seller or the KOC. */
    private static final String OF_PARTNER = COLUMNS + """
            join koc_koc k on k.id = b.koc_id
            join koc_seller s on s.id = b.seller_id
            where b.id = $1 and (k.member_id = $2 or (s.member_id = $2 and s.state = 'ACTIVE'))""";

    private static final String LIVING = COLUMNS + "where b.community_id = $1 and b.state <> 'ENDED' order by b.id";

    private static final String LIVING_OF_ALL =
            COLUMNS + "where b.community_id = any($1::uuid[]) and b.state <> 'ENDED' order by b.id";

    private static final String SERVABLE = """
            select b.id
              from koc_binding b
              join koc_koc k on k.id = b.koc_id
             where b.community_id = $1 and b.state in ('ACTIVE', 'PAUSED') and k.member_id is distinct from $2::uuid
             order by b.id""";

    private static final String OPEN_BETWEEN = """
            select exists (
                select from koc_binding where koc_id = $1 and community_id = $2 and state <> 'ENDED'
            ) as found""";

    /** Over, unanswered, or soon over and not looked at for an hour whether it goes on. */
    private static final String DUE = COLUMNS + """
            where (b.state in ('ACTIVE', 'PAUSED') and b.valid_to <= $1) or (b.state = 'INVITED' and b.answer_by <= $1)
               or (b.state = 'ACTIVE' and b.valid_to <= $3 and (b.looked_at is null or b.looked_at <= $1 - interval '1 hour'))
            order by b.id
            limit $2
              for update of b skip locked""";

    private static final String INSERT = """
            insert into koc_binding (id, seller_id, koc_id, community_id, state, invited_at, answer_by, valid_from, valid_to,
                                     agreement_version, split_version)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    private static final String SAVE = """
            update koc_binding
               set state = $3, valid_from = $4, valid_to = $5, agreement_version = $6, split_version = $7, ended_at = $8,
                   end_cause = $9, end_reason = $10, version = version + 1
             where id = $1 and version = $2""";

    private static final String PAUSE = "insert into koc_binding_pause (id, binding_id, paused_at) values ($1, $2, $3)";

    private static final String RESUME = """
            update koc_binding_pause set resumed_at = greatest($2, paused_at)
             where binding_id = $1 and resumed_at is null""";

    public Uni<KocBinding> find(Sql sql, UUID id) {
        return sql.one(BY_ID, BindingStore::binding, id);
    }

    public Uni<KocBinding> ofKoc(Sql sql, UUID id, MemberId member) {
        return sql.one(OF_KOC, BindingStore::binding, id, member);
    }

    public Uni<KocBinding> ofPartner(Sql sql, UUID id, MemberId member) {
        return sql.one(OF_PARTNER, BindingStore::binding, id, member);
    }

    /** All of a community that are not over. */
    public Uni<List<KocBinding>> living(Tx tx, CommunityId community) {
        return tx.list(LIVING, BindingStore::binding, community);
    }

    public Uni<List<KocBinding>> living(Tx tx, Collection<CommunityId> communities) {
        return tx.list(LIVING_OF_ALL, BindingStore::binding, communities);
    }

    /** The running ones whose KOC is not this member. */
    public Uni<List<UUID>> livingServedBySomebodyElse(Tx tx, CommunityId community, Optional<MemberId> member) {
        return tx.list(SERVABLE, row -> row.getUUID("id"), community, member.orElse(null));
    }

    public Uni<Boolean> isOpenBetween(Sql sql, UUID koc, CommunityId community) {
        return sql.one(OPEN_BETWEEN, row -> row.getBoolean("found"), koc, community);
    }

    /** Those whose time has come, or comes until {@code soon} and then it may go on; held: another instance passes them over. */
    public Uni<List<KocBinding>> claimDue(Tx tx, Instant now, Instant soon, int limit) {
        return tx.list(DUE, BindingStore::binding, now, limit, soon);
    }

    /** Refused when the KOC serves this community at any instant of the range, or is invited to (D2). */
    public Uni<Void> insert(Tx tx, KocBinding binding) {
        var term = binding.state().range();
        return named(tx.execute(
                INSERT,
                binding.id(),
                binding.seller(),
                binding.koc(),
                binding.community(),
                binding.kind(),
                binding.invitedAt(),
                binding.answerBy(),
                term.map(Term::from).orElse(null),
                term.map(Term::until).orElse(null),
                term.map(Term::agreement).orElse(null),
                term.map(Term::splitVersion).orElse(null)));
    }

    /** Refused when somebody else was quicker. */
    public Uni<Void> save(Tx tx, KocBinding binding) {
        var term = binding.state().range();
        var end = binding.state() instanceof Ended ended ? Optional.of(ended) : Optional.<Ended>empty();
        return named(tx.execute(
                        SAVE,
                        binding.id(),
                        binding.version(),
                        binding.kind(),
                        term.map(Term::from).orElse(null),
                        term.map(Term::until).orElse(null),
                        term.map(Term::agreement).orElse(null),
                        term.map(Term::splitVersion).orElse(null),
                        end.map(Ended::at).orElse(null),
                        end.map(Ended::cause).orElse(null),
                        end.flatMap(Ended::reason).orElse(null))
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                }));
    }

    public Uni<Integer> pause(Tx tx, UUID pause, UUID binding, Instant now) {
        return tx.execute(PAUSE, pause, binding, now);
    }

    public Uni<Integer> resume(Tx tx, UUID binding, Instant now) {
        return tx.execute(RESUME, binding, now);
    }

    private static Uni<Void> named(Uni<Integer> written) {
        return written.onFailure(failure ->
                        Violations.constraint(failure).filter(BOUND::contains).isPresent())
                .transform(_ -> new Refused(KocProblem.KOC_ALREADY_BOUND))
                .replaceWithVoid();
    }

    private static KocBinding binding(Row row) {
        return new KocBinding(
                row.getUUID("id"),
                row.getUUID("seller_id"),
                row.getUUID("koc_id"),
                new CommunityId(row.getUUID("community_id")),
                Columns.instant(row, "invited_at"),
                Columns.instant(row, "answer_by"),
                state(row),
                row.getLong("version"));
    }

    private static BindingState state(Row row) {
        return switch (Columns.constant(row, "state", Kind.class)) {
            case INVITED -> new BindingState.Invited(Columns.instant(row, "answer_by"));
            case ACTIVE -> new BindingState.Active(term(row));
            case PAUSED -> new BindingState.Paused(term(row));
            case ENDED ->
                new Ended(
                        Columns.optionalInstant(row, "valid_from").map(_ -> term(row)),
                        Columns.instant(row, "ended_at"),
                        Columns.constant(row, "end_cause", Cause.class),
                        reason(row.getString("end_reason")));
        };
    }

    private static Optional<String> reason(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    private static Term term(Row row) {
        return new Term(
                Columns.instant(row, "valid_from"),
                Columns.instant(row, "valid_to"),
                row.getString("agreement_version"),
                row.getInteger("split_version"));
    }
}
