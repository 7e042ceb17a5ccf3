package cn.siyu.trade.app;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.SealedAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Seals the address of an order for its row, and opens it again for those who may see it (SEC-19). */
@Singleton
public class SealAddress {

    private final PiiCipher cipher;

    @Inject
    SealAddress(PiiCipher cipher) {
        this.cipher = cipher;
    }

    public SealedAddress seal(OrderId order, DeliveryAddress address) {
        return new SealedAddress(
                address.id(),
                address.regionCode(),
                address.regionText(),
                cipher.seal(address.recipient(), place(order, "recipient")),
                cipher.seal(address.phone(), place(order, "phone")),
                cipher.seal(address.detail(), place(order, "detail")));
    }

    public DeliveryAddress open(OrderId order, SealedAddress address) {
        return new DeliveryAddress(
                address.id(),
                cipher.open(address.recipientSealed(), place(order, "recipient")),
                cipher.open(address.phoneSealed(), place(order, "phone")),
                address.regionCode(),
                address.regionText(),
                cipher.open(address.detailSealed(), place(order, "detail")));
    }

    private static String place(OrderId order, String column) {
        return "trade_order:" + order.value() + ":" + column;
    }
}
