package cn.siyu.trade.domain;

import java.util.UUID;

/** Where the parcels of an order go: the person and the door are sealed for exactly this order's row. */
public record SealedAddress(
        UUID id,
        String regionCode,
        String regionText,
        String recipientSealed,
        String phoneSealed,
        String detailSealed) {}
