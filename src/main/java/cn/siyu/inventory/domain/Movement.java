package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.Optional;
import java.util.UUID;

/** One change of one counter, with its signed effects and its cause. Written once, never changed. */
public record Movement(
        Type type,
        SkuId sku,
        UUID pool,
        int onHandDelta,
        int reservedDelta,
        Reference reference,
        Optional<UUID> holder,
        String reason) {

    /** Why a counter changes (A7). */
    public enum Type {
        OPENING,
        RESERVE,
        RELEASE,
        DEDUCT,
        RETURN,
        ADJUST,
        TRANSFER_OUT,
        TRANSFER_IN
    }

    /** What caused a movement; with the type, SKU and pool it is unique, which makes a repetition harmless. */
    public record Reference(Cause cause, String id) {

        /** The kinds of causes. */
        public enum Cause {
            HOLD,
            SHIPMENT,
            AFTER_SALE,
            OPENING,
            ADJUSTMENT,
            TRANSFER
        }

        /** A holder may take again after it has released: the round keeps the two apart. */
        public static Reference hold(UUID holder, int round) {
            return new Reference(Cause.HOLD, holder + ":" + round);
        }

        public static Reference of(Cause cause, Object id) {
            return new Reference(cause, id.toString());
        }
    }

    public static Movement reserve(Pick pick, int round) {
        return forHolder(Type.RESERVE, pick, 0, pick.units(), Reference.hold(pick.holder(), round), "");
    }

    public static Movement release(Reservation live, String reason) {
        var pick = new Pick(live.holder(), live.sku(), live.pool(), live.rest());
        return forHolder(Type.RELEASE, pick, 0, -pick.units(), Reference.hold(live.holder(), live.round()), reason);
    }

    public static Movement deduct(Pick pick, Reference reference) {
        return forHolder(Type.DEDUCT, pick, -pick.units(), -pick.units(), reference, "");
    }

    public static Movement giveBack(Pick pick, Reference reference) {
        return forHolder(Type.RETURN, pick, pick.units(), 0, reference, "");
    }

    public static Movement adjust(StockLevel level, int delta, Reference reference, String reason) {
        return byStaff(Type.ADJUST, level.sku(), level.pool(), delta, reference, reason);
    }

    public static Movement transferOut(SkuId sku, UUID pool, int units, Reference reference, String reason) {
        return byStaff(Type.TRANSFER_OUT, sku, pool, -units, reference, reason);
    }

    public static Movement transferIn(SkuId sku, UUID pool, int units, Reference reference, String reason) {
        return byStaff(Type.TRANSFER_IN, sku, pool, units, reference, reason);
    }

    private static Movement byStaff(Type type, SkuId sku, UUID pool, int onHand, Reference reference, String reason) {
        return new Movement(type, sku, pool, onHand, 0, reference, Optional.empty(), reason);
    }

    private static Movement forHolder(
            Type type, Pick pick, int onHand, int reserved, Reference reference, String reason) {
        return new Movement(
                type, pick.sku(), pick.pool(), onHand, reserved, reference, Optional.of(pick.holder()), reason);
    }
}
