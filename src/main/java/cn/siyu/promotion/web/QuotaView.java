package cn.siyu.promotion.web;

import cn.siyu.promotion.store.QuotaStore.Quota;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many coupons of a template somebody may hand on, and how many he has. */
@Schema(name = "CouponQuotaView")
record QuotaView(
        UUID id, UUID templateId, String name, UUID memberId, int units, int given, long version, Instant changedAt) {

    static QuotaView of(Quota quota) {
        return new QuotaView(
                quota.id(),
                quota.template().value(),
                quota.name(),
                quota.member().value(),
                quota.units(),
                quota.given(),
                quota.version(),
                quota.changedAt());
    }
}
