package cn.siyu.trade.web;

import cn.siyu.trade.PurchaseLimit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many units may be bought, as buyers are told. */
@Schema(name = "PurchaseLimitView")
record PurchaseLimitView(PurchaseLimit.Scope scope, PurchaseLimit.Period period, int units) {

    static PurchaseLimitView of(PurchaseLimit limit) {
        return new PurchaseLimitView(limit.scope(), limit.period(), limit.units());
    }
}
