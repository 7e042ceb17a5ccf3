package cn.siyu.trade.web;

import cn.siyu.trade.domain.SoldLine;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** So many units of something in each unit of a bundle. */
@Schema(name = "BundleContentView")
record ContentView(UUID skuId, String skuCode, String title, int units) {

    static List<ContentView> of(SoldLine sold) {
        return sold.components().stream()
                .map(part -> new ContentView(part.sku().value(), part.skuCode(), part.title(), part.units()))
                .toList();
    }
}
