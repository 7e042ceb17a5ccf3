package cn.siyu.bench;

import java.util.UUID;

/** A group-buy activity that sells one SKU, and what a place in it costs. */
record Activity(UUID id, UUID sku, long totalFen) {

    String openPath() {
        return "/api/mp/v1/group-buys/" + id + "/buy-groups";
    }

    static String joinPath(UUID group) {
        return "/api/mp/v1/buy-groups/" + group + "/seats";
    }

    String body(Crowd.Buyer buyer) {
        return "{\"skuId\":\"" + sku + "\",\"quantity\":1,\"addressId\":\"" + buyer.address() + "\",\"agreedTotalFen\":"
                + totalFen + "}";
    }
}
