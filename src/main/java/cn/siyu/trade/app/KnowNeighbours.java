package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.Communities;
import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.GiftCircle;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Tells promotion whose communities somebody is in: the two live on one floor and do not know each other. */
@Singleton
class KnowNeighbours implements GiftCircle {

    private final Communities communities;

    @Inject
    KnowNeighbours(Communities communities) {
        this.communities = communities;
    }

    @Override
    public Uni<Boolean> holds(Sql sql, MemberId giver, MemberId receiver, Instant now) {
        return communities.isNeighbour(sql, giver, receiver, now);
    }

    @Override
    public Uni<Boolean> lives(Sql sql, UUID community) {
        return communities.exists(sql, new CommunityId(community));
    }

    @Override
    public Uni<Boolean> leads(Sql sql, MemberId giver, UUID community, Instant now) {
        return communities.isLed(sql, new CommunityId(community), giver, now);
    }

    @Override
    public Uni<Boolean> includes(Sql sql, UUID community, MemberId member, Instant now) {
        return communities.isMember(sql, member, new CommunityId(community), now);
    }
}
