package cn.siyu.distribution.app;

import cn.siyu.distribution.Compliance;
import cn.siyu.distribution.Leaderboards;
import cn.siyu.distribution.store.ComplianceStore;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What the law leaves, as those who reckon and rank ask for it. */
@Singleton
class KnownCompliance implements Compliance, Leaderboards {

    private final ComplianceStore store;

    @Inject
    KnownCompliance(ComplianceStore store) {
        this.store = store;
    }

    @Override
    public Uni<History> during(Sql sql, Instant from, Instant until) {
        return store.during(sql, from, until);
    }

    @Override
    public Uni<Boards> current(Sql sql) {
        return store.boards(sql);
    }
}
