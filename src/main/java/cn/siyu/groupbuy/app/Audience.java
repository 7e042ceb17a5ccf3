package cn.siyu.groupbuy.app;

import cn.siyu.audience.Segments;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** For whom activities are: of a segment those who are in it, of one for a community those who are members now (B23). */
@Singleton
class Audience {

    private final Segments segments;
    private final Communities communities;
    private final Sql reads;

    @Inject
    Audience(Segments segments, Communities communities, Transactions transactions) {
        this.segments = segments;
        this.communities = communities;
        this.reads = transactions.reads();
    }

    Uni<Boolean> has(Activity activity, MemberId member, Instant now) {
        var plan = activity.plan();
        return plan.segment()
                .map(segment -> segments.isIn(reads, member.value(), segment, now))
                .orElseGet(() -> Uni.createFrom().item(true))
                .chain(in -> in && plan.mode() == Mode.COMMUNITY
                        ? communities.isMember(reads, member, plan.community().orElseThrow(), now)
                        : Uni.createFrom().item(in));
    }
}
