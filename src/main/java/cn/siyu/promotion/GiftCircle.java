package cn.siyu.promotion;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/**
 * The port that points upwards: who may be given a coupon by whom. Communities are not known on this floor; a context above that
 * knows them answers.
 */
public interface GiftCircle {

    /** Whether {@code receiver} is in a community that {@code giver} owns or serves now. */
    Uni<Boolean> holds(Sql sql, MemberId giver, MemberId receiver, Instant now);
}
