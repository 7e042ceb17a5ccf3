package cn.siyu.trade;

import cn.siyu.catalog.SkuId;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many units somebody may buy (A13), of one SKU or of all SKUs of one product together. Orders of an activity are bound
 * by the limits of the activity instead.
 */
public record PurchaseLimit(
        UUID id, Optional<SkuId> sku, Optional<UUID> spu, Scope scope, Period period, int units, long version) {

    /** Whose units are added up. */
    @Schema(name = "PurchaseLimitScope")
    public enum Scope {
        /** Those of one order. */
        ORDER,
        /** Those of one person, by whatever he is known: his account, his unionid, his phones. */
        PERSON,
        /** Those that go to one door. */
        ADDRESS
    }

    /** Over what time; days and months are the shop's. */
    @Schema(name = "PurchaseLimitPeriod")
    public enum Period {
        EVER,
        DAY,
        MONTH
    }

    public boolean covers(SkuId sku, UUID spu) {
        return this.sku.filter(sku::equals).isPresent()
                || this.spu.filter(spu::equals).isPresent();
    }
}
