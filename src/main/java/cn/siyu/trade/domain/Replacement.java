package cn.siyu.trade.domain;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a buyer gets for units that he sends back: a SKU of the same product, as it was when he asked for it (E10, A14).
 *
 * @param components what a bundle consists of; empty for everything else
 */
public record Replacement(SkuId sku, String skuCode, String specText, List<Component> components) {

    static Replacement of(SoldLine sold) {
        return new Replacement(sold.sku(), sold.skuCode(), sold.specText(), sold.components());
    }

    /** What leaves the shelf for so many units, and comes back to it. */
    public Map<SkuId, Integer> stock(int units) {
        return SoldLine.stock(sku, components, units);
    }

    /**
     * What a buyer would like to have instead, as the shop sells it now.
     *
     * @param price absent: it has none, or it is not on sale
     */
    public record Choice(SkuId sku, Optional<OnShelf> shelf) {

        /** The SKU as it stands in the shop, and what it costs this buyer now. */
        public record OnShelf(Replacement replacement, UUID spu, Optional<Money> price) {}

        /**
         * No money moves in an exchange: it is the same again, be it on sale or not, or another SKU of the same product that costs
         * to the fen what a unit was sold for.
         *
         * @param inHand what the buyer has of the line now: what was sold, or what an exchange gave him
         */
        Optional<Replacement> fits(SoldLine sold, Replacement inHand) {
            if (sku.equals(inHand.sku())) {
                return Optional.of(inHand);
            }
            if (sku.equals(sold.sku())) {
                return Optional.of(of(sold));
            }
            return shelf.filter(there ->
                            there.spu().equals(sold.spu()) && there.price().equals(Optional.of(sold.unitPrice())))
                    .map(OnShelf::replacement);
        }
    }
}
