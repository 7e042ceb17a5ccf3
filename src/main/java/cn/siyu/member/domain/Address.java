package cn.siyu.member.domain;

import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.UUID;

/** Where a member wants parcels; at most {@link #MOST} of them, one of which is the default. */
public record Address(
        UUID id,
        MemberId member,
        String recipient,
        String phone,
        String regionCode,
        String detail,
        boolean isDefault,
        Instant updatedAt) {

    public static final int MOST = 20;
}
