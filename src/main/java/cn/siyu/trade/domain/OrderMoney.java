package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;

/**
 * What an order costs and what goes back of it. Promised money is on its way or has arrived; refunded money has arrived.
 *
 * @param promisedFreight the part of {@code promised} that is freight
 */
public record OrderMoney(Money goods, Money freight, Money promised, Money promisedFreight, Money refunded) {

    public static OrderMoney of(Money goods, Money freight) {
        return new OrderMoney(goods, freight, Money.ZERO, Money.ZERO, Money.ZERO);
    }

    public Money total() {
        return goods.plus(freight);
    }

    /** What may still be promised. */
    public Money refundable() {
        return total().minus(promised);
    }

    public Money goodsLeft() {
        return goods.minus(promised.minus(promisedFreight));
    }

    public Money freightLeft() {
        return freight.minus(promisedFreight);
    }

    public OrderMoney promise(Money ofGoods, Money ofFreight) {
        if (ofGoods.compareTo(goodsLeft()) > 0 || ofFreight.compareTo(freightLeft()) > 0) {
            throw new Refused(TradeProblem.REFUND_TOO_LARGE, "At most " + refundable() + " yuan can still be refunded");
        }
        return new OrderMoney(
                goods, freight, promised.plus(ofGoods).plus(ofFreight), promisedFreight.plus(ofFreight), refunded);
    }

    /** A claim came to nothing: its money is free again. */
    public OrderMoney unpromise(Money ofGoods, Money ofFreight) {
        return new OrderMoney(
                goods, freight, promised.minus(ofGoods).minus(ofFreight), promisedFreight.minus(ofFreight), refunded);
    }

    public OrderMoney settle(Money amount) {
        return new OrderMoney(goods, freight, promised, promisedFreight, refunded.plus(amount));
    }

    /** Splits an amount that staff give back: goods first, then freight. */
    public Money goodsPart(Money amount) {
        return amount.compareTo(goodsLeft()) > 0 ? goodsLeft() : amount;
    }

    boolean allRefunded() {
        return total().isPositive() && refunded.equals(total());
    }
}
