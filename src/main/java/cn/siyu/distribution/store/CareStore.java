package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.Distributor.Identity;
import cn.siyu.identity.Organisation;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept of a distributor beside his standing: who he is, who looks after him, his trial, and when he is looked at. */
@Singleton
public class CareStore {

    private static final String IDENTIFY = """
            update distribution_distributor
               set identity_result = $2, identity_source = $3, identity_by = $4, identity_at = $5, version = version + 1
             where id = $1""";

    private static final String EDIT = """
            update distribution_distributor
               set engagement = $3, owner_id = $4, owner_name = $5, version = version + 1
             where id = $1 and version = $2""";

    private static final String AGREE = """
            update distribution_distributor
               set agreement_version = $2, agreed_at = $3, version = version + 1
             where id = $1""";

    private static final String TRIAL = """
            update distribution_distributor
               set trial_until = $2, trial_orders = $3, version = version + 1
             where id = $1""";

    /** Whose time of trial is over, with what he has brought of others' orders in it. */
    private static final String TRIALS_OVER = """
            select d.id, d.trial_orders as wanted,
                   (select count(*)
                      from distribution_customer_order o
                     where o.distributor = d.id and o.member_id <> d.member_id
                       and o.at >= d.activated_at and o.at < d.trial_until) as brought
              from distribution_distributor d
             where d.state = 'ACTIVE' and d.trial_until <= $1
             order by d.trial_until
             limit $2
               for no key update of d skip locked""";

    /** Those who end and have not been looked at for a while. */
    private static final String QUITTING = """
            select id
              from distribution_distributor
             where state = 'QUITTING' and state_at <= $1 and (look_at is null or look_at <= $2)
             order by state_at
             limit $3
               for no key update skip locked""";

    private static final String LOOK_AGAIN = "update distribution_distributor set look_at = $2 where id = $1";

    private static final String PASSED = "PASSED";

    /** Somebody whose trial is over. */
    public record TrialOver(DistributorId id, int wanted, long brought) {

        public boolean passed() {
            return brought >= wanted;
        }
    }

    public Uni<Void> identify(Tx tx, DistributorId id, Identity identity, String by, Instant at) {
        return tx.execute(IDENTIFY, id, identity.passed() ? PASSED : "FAILED", identity.source(), by, at)
                .replaceWithVoid();
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> edit(
            Tx tx, DistributorId id, long version, Engagement engagement, Optional<Organisation.Employee> owner) {
        return tx.execute(
                EDIT,
                id,
                version,
                engagement,
                owner.map(Organisation.Employee::id).orElse(null),
                owner.map(Organisation.Employee::name).orElse(null));
    }

    public Uni<Void> agree(Tx tx, DistributorId id, String agreementVersion, Instant at) {
        return tx.execute(AGREE, id, agreementVersion, at).replaceWithVoid();
    }

    public Uni<Void> beginTrial(Tx tx, DistributorId id, Instant until, int orders) {
        return tx.execute(TRIAL, id, until, orders).replaceWithVoid();
    }

    public Uni<Void> endTrial(Tx tx, DistributorId id) {
        return tx.execute(TRIAL, id, null, null).replaceWithVoid();
    }

    public Uni<List<TrialOver>> trialsOver(Tx tx, Instant now, int limit) {
        return tx.list(
                TRIALS_OVER,
                row -> new TrialOver(
                        new DistributorId(row.getUUID("id")), row.getInteger("wanted"), row.getLong("brought")),
                now,
                limit);
    }

    /** @param wait how long somebody ends at least: until then orders of before may still become firm */
    public Uni<List<DistributorId>> quitting(Tx tx, Instant now, Duration wait, int limit) {
        return tx.list(QUITTING, row -> new DistributorId(row.getUUID("id")), now.minus(wait), now, limit);
    }

    public Uni<Void> lookAgain(Tx tx, DistributorId id, Instant at) {
        return tx.execute(LOOK_AGAIN, id, at).replaceWithVoid();
    }
}
