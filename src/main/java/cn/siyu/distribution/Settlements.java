package cn.siyu.distribution;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * With whom the shop settles what distributors earn: with each himself, or with the company of his team (C4, L9). A captain gets
 * nothing of what members earn either way; what a company gets is the sum of its members' own earnings.
 */
public interface Settlements {

    /**
     * How one distributor is settled at an instant.
     *
     * @param type as it is now
     * @param team the team that he was in then
     * @param company the one that is paid for him; empty when he is paid himself
     */
    record Way(
            DistributorId distributor,
            MemberId member,
            DistributorType type,
            Optional<UUID> team,
            Optional<UUID> company) {

        /** The one statement on which his earnings are: the company's, or his own. */
        public UUID payee() {
            return company.orElse(distributor.value());
        }
    }

    /**
     * A company that is paid for its teams.
     *
     * @param creditCode unified social credit code
     * @param accountTail the last figures of its bank account
     */
    record Company(UUID id, String name, String creditCode, String accountName, String bankName, String accountTail) {}

    /** Of those of these distributors that exist, as it was at that instant; a company whose contract is over is none. */
    Uni<List<Way>> at(Sql sql, Collection<DistributorId> distributors, Instant at);

    Uni<List<Company>> companies(Sql sql, Collection<UUID> ids);
}
