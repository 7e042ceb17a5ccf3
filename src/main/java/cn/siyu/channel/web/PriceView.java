package cn.siyu.channel.web;

import cn.siyu.channel.PriceTag;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one unit of a SKU costs now. */
@Schema(name = "Price")
record PriceView(UUID skuId, long amountFen) {

    static PriceView of(PriceTag tag) {
        return new PriceView(tag.sku().value(), tag.amount().fen());
    }
}
