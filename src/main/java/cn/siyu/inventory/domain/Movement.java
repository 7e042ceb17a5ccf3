package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.Optional;
import java.util.UUID;

/** One change of one counter, with its signed effects and its cause. Written once, never changed. */
public record Movement(
        MovementType type,
        SkuId sku,
        UUID pool,
        int onHandDelta,
        int reservedDelta,
        Reference reference,
        Optional<UUID> holder,
        String reason) {

    /** What caused a movement; with the type, SKU and pool it is unique, which makes a repetition harmless. */
    public record Reference(MovementCause cause, String id) {

        /** A holder may take again after it has released: the round keeps the two apart. */
        public static Reference hold(UUID holder, int round) {
            return new Reference(MovementCause.HOLD, holder + ":" + round);
        }

        public static Reference of(MovementCause cause, Object id) {
            return new Reference(cause, id.toString());
        }
    }

    public static Movement reserve(Pick pick, int round) {
        return forHolder(MovementType.RESERVE, pick, 0, pick.units(), Reference.hold(pick.holder(), round), "");
    }

    public static Movement release(Reservation live, String reason) {
        var pick = new Pick(live.holder(), live.sku(), live.pool(), live.rest());
        return forHolder(
                MovementType.RELEASE, pick, 0, -pick.units(), Reference.hold(live.holder(), live.round()), reason);
    }

    /** Some of what a holder keeps; the rest stays kept. */
    public static Movement withdraw(Pick pick, Reference reference, String reason) {
        return forHolder(MovementType.RELEASE, pick, 0, -pick.units(), reference, reason);
    }

    public static Movement deduct(Pick pick, Reference reference) {
        return forHolder(MovementType.DEDUCT, pick, -pick.units(), -pick.units(), reference, "");
    }

    public static Movement giveBack(Pick pick, Reference reference) {
        return forHolder(MovementType.RETURN, pick, pick.units(), 0, reference, "");
    }

    public static Movement adjust(StockLevel level, int delta, Reference reference, String reason) {
        return byStaff(MovementType.ADJUST, level.sku(), level.pool(), delta, reference, reason);
    }

    /** Whatever the books lack of what was counted and of what is kept; nothing, when only the counter was wrong. */
    public static Movement correct(Difference found, int counted, UUID id, String reason) {
        return new Movement(
                MovementType.CORRECT,
                found.sku(),
                found.pool(),
                Math.toIntExact(counted - found.onHandMoved()),
                Math.toIntExact(found.reservedKept() - found.reservedMoved()),
                Reference.of(MovementCause.CORRECTION, id),
                Optional.empty(),
                reason);
    }

    public static Movement transferOut(SkuId sku, UUID pool, int units, Reference reference, String reason) {
        return byStaff(MovementType.TRANSFER_OUT, sku, pool, -units, reference, reason);
    }

    public static Movement transferIn(SkuId sku, UUID pool, int units, Reference reference, String reason) {
        return byStaff(MovementType.TRANSFER_IN, sku, pool, units, reference, reason);
    }

    private static Movement byStaff(
            MovementType type, SkuId sku, UUID pool, int onHand, Reference reference, String reason) {
        return new Movement(type, sku, pool, onHand, 0, reference, Optional.empty(), reason);
    }

    private static Movement forHolder(
            MovementType type, Pick pick, int onHand, int reserved, Reference reference, String reason) {
        return new Movement(
                type, pick.sku(), pick.pool(), onHand, reserved, reference, Optional.of(pick.holder()), reason);
    }
}
