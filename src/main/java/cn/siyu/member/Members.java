package cn.siyu.member;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Members as others see them. Reads of their own: call before a transaction, never inside one. */
public interface Members {

    /** The openid under which the member pays; never leaves the server. */
    Uni<String> openid(MemberId member);

    /** An address of this very member; refused as not found when it is anybody else's. */
    Uni<DeliveryAddress> address(MemberId member, UUID address);
}
