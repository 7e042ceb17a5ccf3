package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Settlements;
import cn.siyu.distribution.store.CompanyStore;
import cn.siyu.distribution.store.SettlementStore;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** With whom distributors are settled, as statements ask for it. */
@Singleton
class KnownSettlements implements Settlements {

    private final SettlementStore settlements;
    private final CompanyStore companies;

    @Inject
    KnownSettlements(SettlementStore settlements, CompanyStore companies) {
        this.settlements = settlements;
        this.companies = companies;
    }

    @Override
    public Uni<List<Way>> at(Sql sql, Collection<DistributorId> distributors, Instant at) {
        return settlements.at(sql, distributors, at);
    }

    @Override
    public Uni<List<Company>> companies(Sql sql, Collection<UUID> ids) {
        return companies.of(sql, ids);
    }
}
