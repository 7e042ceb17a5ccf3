package cn.siyu.promotion;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;

/**
 * The port that points upwards: who may be given a coupon by whom, and who is in which community. Communities are not known on this floor; a context above that
 * knows them answers.
 */
public interface GiftCircle {

    /** Whether {@code receiver} is in a community that {@code giver} owns or serves now. */
    Uni<Boolean> holds(Sql sql, MemberId giver, MemberId receiver, Instant now);

    /** Whether there is such a community. */
    Uni<Boolean> lives(Sql sql, UUID community);

    /** Whether {@code giver} owns or serves the community now. */
    Uni<Boolean> leads(Sql sql, MemberId giver, UUID community, Instant now);

    /** Whether the member is in the community now. */
    Uni<Boolean> includes(Sql sql, UUID community, MemberId member, Instant now);
}
